"""A second person for what gives power: one asks, another administrator, the Camat or the auditor confirms.

Accounts of the Camat, the section head, the auditor and of administrators are changed by two (docs/decisions/0029).
Until somebody has opened the first case the office is being set up, and its administrator acts alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from services.shared.data.database import Database
from services.shared.errors import Forbidden, Missing, Stale
from services.shared.rights.people import Actor, Role
from services.shared.staff import telling, trail
from services.shared.staff.administration import Administration
from services.shared.staff.opening import is_open
from services.shared.staff.tables import proposal
from services.shared.unit_of_work import Service

GRAVE = frozenset({Role.CAMAT, Role.SECTION_HEAD, Role.AUDITOR, Role.ADMIN})
DECIDERS = frozenset({Role.CAMAT, Role.AUDITOR, Role.ADMIN})
WITHIN = timedelta(days=7)  # an older wish is asked anew
WORDS = {
    "add_account": "akun baru dibuat",
    "set_roles": "nama atau peran diubah",
    "open_account": "akun dibuka kembali",
    "reset_password": "kata sandi disetel ulang",
    "reset_factor": "kode OTP dihapus",
    "link_provider": "tautan penyedia identitas diubah",
}
OWN = "Orang kedua harus orang lain: bukan yang meminta, dan bukan pemilik akun itu."
DECIDED = "Permintaan ini sudah diputuskan, diganti, atau lewat 7 hari. Muat ulang daftarnya."


@dataclass(frozen=True)
class Change:
    """What is to be done to an account: the verb, whose, and with what."""

    verb: str
    username: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Changed:
    """What became of it: done, with the ``password`` that was made; or it ``waits`` for a second person."""

    username: str
    password: str = ""
    waits: bool = False


class SecondPerson:
    """Changes of accounts, at once or after a second person's word. Each is one transaction."""

    def __init__(self, database: Database, accounts: Administration) -> None:
        self._database, self._accounts = database, accounts

    @classmethod
    def of(cls, service: Service) -> SecondPerson:
        """The accounts of the office that a service works in."""
        return cls(service.staff, Administration.of(service))

    def change(self, by: Actor, change: Change, now: datetime) -> Changed:
        """Do it, or note that it is asked for; raises what doing it would raise."""
        with self._database.transaction() as db:
            accounts = self._accounts.within(db)
            if not (is_open(db) and GRAVE.intersection({*accounts.roles_of(change.username), *_given(change)})):
                return Changed(change.username, accounts.do(by, change.verb, change.username, change.data, now))
            with db.begin_nested() as tried:  # what cannot be done is told now, and not to the second person
                accounts.do(by, change.verb, change.username, change.data, now)
                tried.rollback()
            self._ask(db, by, change, now)
            return Changed(change.username, waits=True)

    def waiting(self, now: datetime) -> Sequence[Row[Any]]:
        """What waits for a second person, the oldest first."""
        open_ones = select(proposal).where(proposal.c.decided_at.is_(None), proposal.c.asked_at > now - WITHIN)
        with self._database.transaction() as db:
            return db.execute(open_ones.order_by(proposal.c.asked_at)).all()

    def confirm(self, by: Actor, identifier: uuid.UUID, now: datetime) -> Changed:
        """The second person agrees: it is done. Raises Missing, Stale, Forbidden, RuleBroken."""
        with self._database.transaction() as db:
            row = _decide(db, by, identifier, "confirmed", now)
            if not may_confirm(by, row):
                raise Forbidden(OWN)
            asker = Actor(None, row.asked_by, row.asked_by_name, frozenset({Role.ADMIN}), by.address)
            accounts = self._accounts.within(db, confirmed_by=by.username)
            done = Changed(row.username, accounts.do(asker, row.verb, row.username, row.data, now))
            _note(db, by, now, "confirm_change", row, "Disetujui sebagai orang kedua")
            return done

    def refuse(self, by: Actor, identifier: uuid.UUID, now: datetime) -> None:
        """It is not done; who asked takes it back in the same way. Raises Missing, Stale."""
        with self._database.transaction() as db:
            row = _decide(db, by, identifier, "refused", now)
            _note(db, by, now, "refuse_change", row, "Permintaan ditolak atau ditarik")
            if by.username != row.asked_by:
                text = f"Permintaan Anda ditolak oleh {by.username}: akun {row.username}, {WORDS[row.verb]}."
                telling.tell(db, now, {row.asked_by: telling.APPROVALS}, text)

    def _ask(self, db: Session, by: Actor, change: Change, now: datetime) -> None:
        same = update(proposal).filter_by(verb=change.verb, username=change.username, decided_at=None)
        db.execute(same.values(decided_at=now, decided_by=by.username, outcome="replaced"))
        values = {"verb": change.verb, "username": change.username, "data": change.data, "asked_at": now}
        asker = {"asked_by": by.username, "asked_by_name": by.name}
        db.execute(insert(proposal).values(id=uuid.uuid4(), **values, **asker))
        note = f"Diminta, menunggu orang kedua: {WORDS[change.verb]}"
        who = (by.username, by.name)
        trail.note(db, now, who, by.address, "ask_change", change.username, note, asked=change.data)
        links = dict.fromkeys(telling.holders(db, DECIDERS, now), telling.APPROVALS)
        links.pop(by.username, None)
        asked = f"{by.username} meminta: akun {change.username}, {WORDS[change.verb]}. Perlu persetujuan orang kedua."
        owner = {} if change.username in links or change.verb == "add_account" else {change.username: telling.OWN}
        telling.tell(db, now, links | owner, asked)


def may_confirm(by: Actor, row: Row[Any]) -> bool:
    """Whether this person is a second one: neither who asked nor whose account it is."""
    return by.username not in {row.asked_by, row.username}


def _given(change: Change) -> Iterable[str]:
    return change.data.get("roles", ())


def _decide(db: Session, by: Actor, identifier: uuid.UUID, outcome: str, now: datetime) -> Row[Any]:
    row = db.execute(select(proposal).filter_by(id=identifier).with_for_update()).first()
    if row is None:
        raise Missing("Permintaan ini tidak ada.")
    if row.decided_at is not None or row.asked_at <= now - WITHIN:
        raise Stale(DECIDED)
    values = {"decided_by": by.username, "decided_at": now, "outcome": outcome}
    db.execute(update(proposal).filter_by(id=identifier).values(**values))
    return row


def _note(db: Session, by: Actor, now: datetime, verb: str, row: Row[Any], text: str) -> None:
    who = (by.username, by.name)
    note = f"{text}: {WORDS[row.verb]}"
    trail.note(db, now, who, by.address, verb, row.username, note, asked_by=row.asked_by, verb_asked=row.verb)
