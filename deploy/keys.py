"""A change of the keys that personal data lie encrypted and indexed under: new ones, everything anew, old ones away."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet

from deploy import hidden_names, kept_secrets, settings_files
from deploy.errors import Told
from deploy.installation import STAFF, Installation
from deploy.office_keys import known_task_keys
from services.handoffs.contract import SERVICES
from services.intake.tables.encrypted import ENCRYPTED as INTAKE_ENCRYPTED
from services.shared.calendar import clock
from services.shared.config.office import load
from services.shared.config.setting import CHECKS, PROCESSES
from services.shared.encryption.rekeying import Count, rekey
from services.shared.encryption.vault import Vault, keys_of
from services.shared.jobs import proofs
from services.shared.notices.tables import ADDRESSES
from services.shared.signing.authority import change_seal
from services.shared.signing.trust import TrustAnchors
from services.shared.staff import second_factor
from services.shared.staff.tables import ENCRYPTED as STAFF_ENCRYPTED

FIELDS, INDEX = "field_keys", "index_key"
TABLES = {  # what each schema holds encrypted or by blind index
    STAFF: STAFF_ENCRYPTED, "intake": (*INTAKE_ENCRYPTED, ADDRESSES), "review": (ADDRESSES,), "letters": (ADDRESSES,),
    "registry": (ADDRESSES,),
}  # fmt: skip
UNDER_WAY = "letters that were asked for are still on their way to the service letters: try again in a minute."
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
    """Put a new field key, and on request a new index key, before the present ones, everywhere they are written."""
    settings = office.settings("intake")
    changed = {FIELDS: ",".join([Fernet.generate_key().decode(), *keys_of(settings.field_keys)])}
    if index:
        changed[INDEX] = ",".join([secrets.token_urlsafe(48), *keys_of(settings.index_key)])
    _write(office, changed)
    office.note("new_keys", SUBJECT, "Kunci baru data pribadi dibuat", keys=sorted(changed))


def new_seal(office: Installation) -> str:
    """A new key and certificate of the office's seal, under the passphrase there is; returns its fingerprint."""
    settings = office.settings("registry")
    assert settings.keys_dir is not None
    passphrase = kept_secrets.read(kept_secrets.file_in(office.run))["seal_passphrase"]
    facts = load(settings.office_file)
    before = TrustAnchors.load(settings.keys_dir).pins["seal"]
    after = change_seal(settings.keys_dir, facts.name, passphrase, clock.now(), facts.government).pins["seal"]
    (fingerprint,) = after - before
    office.note("new_seal", SUBJECT, "Segel kantor diganti", fingerprint=fingerprint)
    return fingerprint


def new_task_keys(office: Installation) -> None:
    """New keys for all that send tasks; what was signed with the present ones is believed until these are dropped."""
    kept = kept_secrets.read(kept_secrets.file_in(office.run))
    present = {name: [proofs.public_of(key)] for name, key in kept["task_keys"].items()}
    new = {name: proofs.new_key() for name in kept["task_keys"]}
    _write_task_keys(office, kept | {"task_keys": new, "former_task_keys": present})
    office.note("new_task_keys", SUBJECT, "Kunci pesan antarlayanan diganti")


def drop_task_keys(office: Installation) -> None:
    """Believe the former keys no more. A message that still bears one comes again from its outbox, signed anew."""
    kept = kept_secrets.read(kept_secrets.file_in(office.run))
    _write_task_keys(office, kept | {"former_task_keys": {}})
    office.note("drop_task_keys", SUBJECT, "Kunci lama pesan antarlayanan dibuang")


def _write_task_keys(office: Installation, kept: dict[str, Any]) -> None:
    kept_secrets.write(kept_secrets.file_in(office.run), kept)
    settings_files.change(office.root, {"SIGAP_TASK_KEYS": known_task_keys(kept)})
    for name, (owner, _) in PROCESSES.items():
        settings_files.change(office.root, {"SIGAP_TASK_KEY": kept["task_keys"][owner]}, [name])


def rotate(office: Installation, *, change: bool = True) -> Iterator[Part]:
    """Bring everything that is stored under the first keys, table by table; without ``change`` only look.

    Broken off, it is run again: what is done already is left alone.
    """
    for schema in (STAFF, *SERVICES):
        settings = office.settings("intake" if schema == STAFF else schema)
        vault = Vault(settings.field_keys, settings.index_key)
        with office.database(schema) as database:
            for sealed in TABLES[schema]:
                total = Count()
                for count in rekey(database, vault, sealed, change=change):
                    total.add(count)
                yield Part(schema, str(sealed.table), total)
    yield Part("letters", "letter", hidden_names.rekey(office, change=change))
    if change:
        office.note("rotate_keys", SUBJECT, "Data pribadi dienkripsi ulang dengan kunci terbaru")


def drop(office: Installation) -> int:
    """Take the old keys away; returns how many unused recovery codes may stop to work with them.

    Raises:
        NotYet: something still lies under an old key, or is on its way between the services.
    """
    for part in rotate(office, change=False):
        if part.count.old or part.count.unreadable:
            raise NotYet(f"{part.schema}.{part.table} holds rows under an old key: run `sigap keys rotate` first.")
    settings = office.settings("intake")
    older_index = len(keys_of(settings.index_key)) > 1
    if older_index and hidden_names.on_their_way(office):
        raise NotYet(UNDER_WAY)
    newest = {FIELDS: keys_of(settings.field_keys)[0], INDEX: keys_of(settings.index_key)[0]}
    _write(office, newest)
    office.note("drop_keys", SUBJECT, "Kunci lama data pribadi dibuang")
    if not older_index:
        return 0
    with office.database(STAFF) as staff, staff.transaction() as session:
        return second_factor.all_codes_left(session)


def _write(office: Installation, changed: dict[str, str]) -> None:
    """First the secrets that the set-up keeps, then each process's settings: broken off between, `migrate` mends it."""
    file = kept_secrets.file_in(office.run)
    kept_secrets.write(file, kept_secrets.read(file) | changed)
    fitting = [name for name, (_, kind) in PROCESSES.items() if kind != CHECKS]  # which has stand-ins
    settings_files.change(office.root, {f"SIGAP_{name.upper()}": value for name, value in changed.items()}, fitting)
