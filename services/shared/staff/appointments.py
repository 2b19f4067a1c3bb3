"""Acting heads (Plt., Plh., a.n.): who acts in another's office, from when until when, by which decree.

The administrator notes an appointment; a second person confirms it (docs/decisions/0029). Which one counts now:
``acting_heads.py``.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select, text, update
from sqlalchemy.orm import Session

from services.shared.calendar import clock
from services.shared.data.database import Database
from services.shared.errors import Forbidden, Missing, RuleBroken, Stale
from services.shared.rights.people import ACTING_KINDS, Actor, Role
from services.shared.staff import telling, trail
from services.shared.staff.acting_heads import FACTS, ROLES
from services.shared.staff.opening import is_open
from services.shared.staff.tables import account, acting

_LOCK = 0x51AA  # advisory lock: two administrators do not appoint at the same time
CONFIRMERS = (Role.CAMAT, Role.AUDITOR, Role.ADMIN)
OWN = "Orang kedua harus orang lain: bukan yang mencatat penunjukan, dan bukan yang ditunjuk."
ASKED = "sebagai pejabat pelaksana. Perlu persetujuan orang kedua."
GIVEN = "bertugas sebagai pejabat pelaksana; penunjukannya disetujui oleh"


class Appointments:
    """The appointments of acting heads, as the administrator keeps them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, limit: int = 100) -> Sequence[Row[Any]]:
        """The appointments with the name of the person, newest first."""
        statement = select(acting, account.c.username, account.c.name).join(account)
        with self._database.transaction() as db:
            return db.execute(statement.order_by(acting.c.starts_on.desc(), acting.c.made_at.desc()).limit(limit)).all()

    def unconfirmed(self, today: date) -> Sequence[Row[Any]]:
        """The appointments that wait for a second person, the one that begins first before the others."""
        open_ones = (acting.c.confirmed_at.is_(None), acting.c.ended_at.is_(None), acting.c.ends_on >= today)
        statement = select(acting, account.c.username, account.c.name).join(account).where(*open_ones)
        with self._database.transaction() as db:
            return db.execute(statement.order_by(acting.c.starts_on, acting.c.id)).all()

    def appoint(self, by: Actor, now: datetime, data: dict[str, Any]) -> uuid.UUID:
        """Note an appointment. ``data``: username, role, kind, position, rank, nip, decree(_on), starts_on, ends_on.

        Raises:
            RuleBroken: no such account, the person holds the office anyway, the period is over or not a period, or
                somebody else is appointed in it.
        """
        _check_period(data["starts_on"], data["ends_on"], clock.local(now).date())
        with self._database.transaction() as db:
            db.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            person = db.execute(select(account).filter_by(username=data["username"], active=True)).first()
            if person is None:
                raise _wrong("Petugas tidak dikenal. Pilih dari daftar.", "username")
            if str(data["role"]) in person.roles:
                raise _wrong("Petugas ini sudah memegang jabatan itu. Pilih petugas lain.", "username")
            _check_free(db.execute(_overlapping(data, person.id)).first())
            identifier = uuid.uuid4()
            facts = {name: data[name] for name in (*FACTS, "starts_on", "ends_on")} | {"role": str(data["role"])}
            made = {"id": identifier, "account_id": person.id, "made_by": by.username, "made_at": now}
            alone = Role.SYSTEM in by.roles or not is_open(db)
            second = {"confirmed_by": by.username, "confirmed_at": now} if alone else {}
            db.execute(insert(acting).values(**facts, **made, **second))
            until = f"{clock.long_date(data['starts_on'])} sampai {clock.long_date(data['ends_on'])}"
            said = f"{ACTING_KINDS[data['kind']]} {ROLES[Role(data['role'])]}: {person.username}, {until}"
            _note(db, now, by, "appoint", person.username, said, decree=data["decree"])
            if not alone:
                links = dict.fromkeys({*telling.holders(db, CONFIRMERS, now), person.username}, telling.ACTING)
                links.pop(by.username, None)
                telling.tell(db, now, links, f"{by.username} menunjuk {person.username} {ASKED}")
            return identifier

    def confirm(self, by: Actor, now: datetime, identifier: uuid.UUID) -> None:
        """A second person confirms an appointment; from then on it counts. Twice is as once.

        Raises:
            Missing. Stale: it has ended. Forbidden: it is the one who noted it, or who is appointed.
        """
        with self._database.transaction() as db:
            row = _open(db, identifier)
            if by.username in {row.made_by, row.username}:
                raise Forbidden(OWN)
            if row.confirmed_at is None:
                db.execute(update(acting).filter_by(id=identifier).values(confirmed_by=by.username, confirmed_at=now))
                _note(db, now, by, "confirm_appointment", row.username, "Penunjukan disetujui sebagai orang kedua")
                telling.tell_changed(db, now, row.username, f"{row.username} {GIVEN} {by.username}.", but=by.username)

    def end(self, by: Actor, now: datetime, identifier: uuid.UUID) -> None:
        """End an appointment before its last day; twice is as once. Raises Missing."""
        with self._database.transaction() as db:
            whose = db.execute(select(account.c.username).join(acting).where(acting.c.id == identifier)).scalar()
            if whose is None:
                raise Missing("Penunjukan ini tidak ada.")
            statement = update(acting).where(acting.c.id == identifier, acting.c.ended_at.is_(None))
            ended = db.execute(statement.values(ended_by=by.username, ended_at=now))
            if ended.rowcount:  # type: ignore[attr-defined]
                _note(db, now, by, "end_appointment", whose, "Penunjukan diakhiri")


def _open(db: Session, identifier: uuid.UUID) -> Row[Any]:
    """An appointment that has not ended, with whom it appoints, under its lock."""
    wanted = select(acting, account.c.username).join(account).where(acting.c.id == identifier)
    row = db.execute(wanted.with_for_update(of=acting)).first()
    if row is None:
        raise Missing("Penunjukan ini tidak ada.")
    if row.ended_at is not None:
        raise Stale("Penunjukan ini sudah diakhiri.")
    return row


def _note(db: Session, now: datetime, by: Actor, verb: str, username: str, said: str, **details: Any) -> None:
    trail.note(db, now, (by.username, by.name), by.address, verb, username, said, **details)


def _check_period(first: date, last: date, today: date) -> None:
    if last < first:
        raise _wrong("Hari terakhir mendahului hari pertama.", "ends_on")
    if last < today:
        raise _wrong("Hari terakhir sudah lewat.", "ends_on")


def _overlapping(data: dict[str, Any], account_id: uuid.UUID) -> Any:
    return (
        select(account.c.name, acting.c.starts_on, acting.c.ends_on)
        .join(account)
        .where(
            or_(acting.c.role == str(data["role"]), acting.c.account_id == account_id),
            acting.c.ended_at.is_(None),
            acting.c.starts_on <= data["ends_on"],
            acting.c.ends_on >= data["starts_on"],
        )
    )


def _check_free(taken: Row[Any] | None) -> None:
    if taken is not None:
        period = f"{clock.long_date(taken.starts_on)} sampai {clock.long_date(taken.ends_on)}"
        raise _wrong(f"{taken.name} sudah ditunjuk pada {period}. Akhiri penunjukan itu dahulu.", "starts_on")


def _wrong(message: str, field: str) -> RuleBroken:
    return RuleBroken(message, {field: [message]})
