"""A change of the keys that personal data lie encrypted and indexed under: new ones, everything anew, old ones away."""

from __future__ import annotations

import importlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.fernet import Fernet
from sqlalchemy import select, update

from deploy import settings_files
from deploy.installation import Installation
from services.handoffs import outbox
from services.handoffs.contract import SERVICES
from services.handoffs.tables import outbox as outbox_table
from services.letters.tables import Letter
from services.review.tables import Case
from services.shared import clock, names
from services.shared.database import Database
from services.shared.erasing import ERASED
from services.shared.rekeying import AT_ONCE, Count, rekey
from services.shared.settings import Settings
from services.shared.staff import second_factor, trail
from services.shared.staff.administration import OPERATOR
from services.shared.staff.sealed import SEALED as STAFF_SEALED
from services.shared.vault import Vault, keys_of

FIELDS, INDEX = "field_keys", "index_key"


class NotYet(Exception):
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
    _note(settings, "new_keys", "Kunci baru data pribadi dibuat", keys=sorted(changed))


def rotate(office: Installation, *, change: bool = True) -> Iterator[Part]:
    """Bring everything that is stored under the first keys, table by table; without ``change`` only look.

    Broken off, it is run again: what is done already is left alone.
    """
    for schema in ("staff", *SERVICES):
        settings = office.settings("intake" if schema == "staff" else schema)
        address = settings.staff_database_url if schema == "staff" else settings.database_url
        tables = STAFF_SEALED if schema == "staff" else importlib.import_module(f"services.{schema}.sealed").SEALED
        database, vault = Database(address, pool_size=1), Vault(settings.field_keys, settings.index_key)
        try:
            for sealed in tables:
                total = Count()
                for count in rekey(database, vault, sealed, change=change):
                    total.add(count)
                yield Part(schema, str(sealed.table), total)
        finally:
            database.dispose()
    yield Part("letters", "letter", _hidden_names(office, change=change))
    if change:
        _note(office.settings("intake"), "rotate_keys", "Data pribadi dienkripsi ulang dengan kunci terbaru")


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
    if older_index and _on_their_way(office):
        raise NotYet(
            "letters that were asked for are still on their way to the service letters: try again in a minute."
        )
    newest = {FIELDS: keys_of(settings.field_keys)[0], INDEX: keys_of(settings.index_key)[0]}
    _write(office, newest)
    _note(settings, "drop_keys", "Kunci lama data pribadi dibuang")
    if not older_index:
        return 0
    staff = Database(settings.staff_database_url, pool_size=1)
    try:
        with staff.transaction() as session:
            return second_factor.all_codes_left(session)
    finally:
        staff.dispose()


def _write(office: Installation, changed: dict[str, str]) -> None:
    """First the secrets that the set-up keeps, then each process's settings: broken off between, `migrate` mends it."""
    file = office.run / "secrets" / "application.json"
    kept = json.loads(file.read_text()) | changed
    partial = file.with_suffix(".part")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(kept, indent=1))
    partial.replace(file)
    settings_files.change(office.root, {f"SIGAP_{name.upper()}": value for name, value in changed.items()})


def _hidden_names(office: Installation, *, change: bool) -> Count:
    """The fingerprints of names that letters must not tell: made anew from the names, which only review has."""
    count = Count()
    settings = office.settings("letters")
    letters, review = Database(settings.database_url, pool_size=1), Database(office.settings("review").database_url)
    vault = Vault(settings.field_keys, settings.index_key)
    try:
        with letters.transaction() as session:
            hiding = select(Letter.id, Letter.case_no, Letter.hidden_names).where(Letter.hidden_names != [])
            rows = session.execute(hiding.order_by(Letter.id)).all()
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            with review.transaction() as session:
                asked = select(Case.case_no, Case.applicant_name).where(Case.case_no.in_({row.case_no for row in part}))
                known = {row.case_no: row.applicant_name for row in session.execute(asked)}
            with letters.transaction() as session:
                for row in part:
                    name = known.get(row.case_no, ERASED)
                    wanted = row.hidden_names if name == ERASED else names.fingerprints(vault, name)
                    if wanted != row.hidden_names:
                        count.old += 1
                        if change:
                            session.execute(update(Letter).where(Letter.id == row.id).values(hidden_names=wanted))
        count.rows = len(rows)
    finally:
        letters.dispose()
        review.dispose()
    return count


def _on_their_way(office: Installation) -> bool:
    """Whether review has told letters something that is not taken yet: it may carry fingerprints of the old key."""
    database = Database(office.settings("review").database_url, pool_size=1)
    try:
        with database.transaction() as session:
            waiting = select(outbox_table.c.id).where(outbox.OPEN, outbox_table.c.receiver == "letters").limit(1)
            return session.execute(waiting).first() is not None
    finally:
        database.dispose()


def _note(settings: Settings, verb: str, text: str, **details: object) -> None:
    staff = Database(settings.staff_database_url, pool_size=1)
    try:
        with staff.transaction() as session:
            who = (OPERATOR.username, OPERATOR.name)
            trail.note(session, clock.now(), who, OPERATOR.address, verb, "keys", text, **details)
    finally:
        staff.dispose()
