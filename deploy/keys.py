"""A change of the keys that personal data lie encrypted and indexed under: new ones, everything anew, old ones away."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.fernet import Fernet

from deploy import hidden_names, kept_secrets, settings_files
from deploy.errors import Told
from deploy.installation import STAFF, Installation
from deploy.office_keys import FIELDS, INDEX, NAMES, before, for_the_release_before
from deploy.service_secrets import new_database_passwords
from deploy.setup import settings_of_keys
from services.intake.tables.encrypted import ENCRYPTED as INTAKE_ENCRYPTED
from services.shared.config.processes import CHECKS, PROCESSES, SIGN_IN
from services.shared.encryption.rekeying import Count, Encrypted, rekey
from services.shared.encryption.vault import Vault
from services.shared.notices.tables import ADDRESSES
from services.shared.staff import second_factor
from services.shared.staff.tables import ENCRYPTED as STAFF_ENCRYPTED
from services.shared.staff.tables import drafts_of

TABLES: dict[str, dict[str, tuple[Encrypted, ...]]] = {  # what each one's keys encrypt or index, by schema
    SIGN_IN: {STAFF: (STAFF_ENCRYPTED,)},
    "intake": {"intake": (*INTAKE_ENCRYPTED, ADDRESSES), STAFF: (drafts_of("intake"),)},
    **{name: {name: (ADDRESSES,), STAFF: (drafts_of(name),)} for name in ("review", "letters", "registry")},
}
UNDER_WAY = "letters that were asked for are still on their way to the service letters: try again in a minute."
COMMON = {FIELDS, INDEX, "secret_key"}  # which all services shared in releases before
SUBJECT = "keys"  # of the lines in the staff's trail


class NotYet(Told):
    """The old keys are still needed; the message says for what."""


@dataclass(frozen=True)
class Part:
    """What was done, or found, in one table of one schema."""

    schema: str
    table: str
    count: Count


def add(office: Installation, *, index: bool) -> None:
    """Put new field keys, and on request new index keys, before the present ones: of each service, and of sign-in."""
    changed = {
        owner: {
            name: before(_new(name), value) if index or name == FIELDS else value for name, value in present.items()
        }
        for owner, present in _present(office).items()
    }
    _write(office, changed, keep=True)
    made = [FIELDS, INDEX] if index else [FIELDS]
    office.note("new_keys", SUBJECT, "Kunci baru data pribadi dibuat", keys=made)


def rotate(office: Installation, *, change: bool = True) -> Iterator[Part]:
    """Bring everything that is stored under the first keys, table by table; without ``change`` only look.

    Broken off, it is run again: what is done already is left alone.
    """
    for owner, schemas in TABLES.items():
        settings = office.sign_in if owner == SIGN_IN else office.settings(owner)
        vault = Vault(settings.field_keys, settings.index_key)
        for schema, tables in schemas.items():
            yield from _rotated(office, vault, schema, tables, change=change)
    yield Part("letters", "letter", hidden_names.rekey(office, change=change))
    if change:
        office.note("rotate_keys", SUBJECT, "Data pribadi dienkripsi ulang dengan kunci terbaru")


def _rotated(
    office: Installation, vault: Vault, schema: str, tables: Iterable[Encrypted], *, change: bool
) -> Iterator[Part]:
    with office.database(schema) as database:
        for sealed in tables:
            total = Count()
            for count in rekey(database, vault, sealed, change=change):
                total.add(count)
            yield Part(schema, str(sealed.table), total)


def drop(office: Installation) -> int:
    """Take the old keys away; returns how many unused recovery codes may stop to work with them.

    With the last of what all services shared goes the password by which each could sign people in.

    Raises:
        NotYet: something still lies under an old key, or is on its way between the services.
    """
    for part in rotate(office, change=False):
        if part.count.old or part.count.unreadable:
            raise NotYet(f"{part.schema}.{part.table} holds rows under an old key: run `sigap keys rotate` first.")
    present = _present(office)
    if "," in present[NAMES][INDEX] and hidden_names.on_their_way(office):
        raise NotYet(UNDER_WAY)
    newest = {owner: {name: value.partition(",")[0] for name, value in keys.items()} for owner, keys in present.items()}
    shared = "secret_key" in kept_secrets.read(kept_secrets.file_in(office.run))
    _write(office, newest, keep=False)
    if shared:
        new_database_passwords(office, [STAFF])
    office.note("drop_keys", SUBJECT, "Kunci lama data pribadi dibuang")
    if "," not in present[SIGN_IN][INDEX]:
        return 0
    with office.database(STAFF) as staff, staff.transaction() as session:
        return second_factor.all_codes_left(session)


def _present(office: Installation) -> dict[str, dict[str, str]]:
    """The keys of each service, of the sign-in part, and of hidden names; the newest first."""
    found: dict[str, dict[str, str]] = kept_secrets.read(kept_secrets.file_in(office.run))["keys"]
    return found


def _new(name: str) -> str:
    return Fernet.generate_key().decode() if name == FIELDS else secrets.token_urlsafe(48)


def _write(office: Installation, changed: dict[str, dict[str, str]], *, keep: bool) -> None:
    """``keep``: also the one that all shared in the release before.

    First the secrets that the set-up keeps, then each process's settings: broken off between, `migrate` mends it.
    """
    file = kept_secrets.file_in(office.run)
    kept = {name: value for name, value in kept_secrets.read(file).items() if keep or name not in COMMON}
    kept["keys"] = changed
    kept_secrets.write(file, kept | for_the_release_before(kept))
    for process, (owner, kind) in PROCESSES.items():
        if owner in TABLES and kind != CHECKS:  # which has stand-ins
            settings_files.change(office.root, settings_of_keys(changed, owner), [process])
