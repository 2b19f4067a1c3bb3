"""Acting heads (Plt., Plh., a.n.): who acts in another's office, from when until when, by which decree.

An appointment counts from its first to its last day on the office's wall clock, and is looked at again with every
request: it gives the role, it ends by itself, and nobody keeps a right by staying signed in.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, or_, select, text, update

from services.shared.calendar import clock
from services.shared.data.database import Database
from services.shared.errors import Missing, RuleBroken
from services.shared.rights.people import Acting, Actor, Role
from services.shared.staff.tables import account, acting

_FACTS = ("role", "kind", "position", "rank", "nip", "decree", "decree_on")
COLUMNS = tuple(acting.c[name].label(f"acting_{name}") for name in _FACTS)
_LOCK = 0x51AA  # advisory lock: two administrators do not appoint at the same time


def valid(account_id: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    """Condition for the appointment of an account that counts at this moment."""
    return valid_on(account_id, clock.local(now).date())


def valid_on(account_id: ColumnElement[Any], day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The same on a day of the office's wall clock."""
    return and_(
        acting.c.account_id == account_id,
        acting.c.ended_at.is_(None),
        acting.c.starts_on <= day,
        acting.c.ends_on >= day,
    )


def of_row(row: Row[Any]) -> Acting | None:
    """The appointment in a row that was selected with ``COLUMNS``."""
    if row.acting_role is None:
        return None
    facts = {name: getattr(row, f"acting_{name}") for name in _FACTS}
    return Acting(**facts | {"role": Role(facts["role"])})


class Appointments:
    """The appointments of acting heads, as the administrator keeps them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, limit: int = 100) -> Sequence[Row[Any]]:
        """The appointments with the name of the person, newest first."""
        statement = select(acting, account.c.username, account.c.name).join(account)
        with self._database.transaction() as db:
            return db.execute(statement.order_by(acting.c.starts_on.desc(), acting.c.made_at.desc()).limit(limit)).all()

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
            facts = {name: data[name] for name in (*_FACTS, "starts_on", "ends_on")} | {"role": str(data["role"])}
            made = {"id": identifier, "account_id": person.id, "made_by": by.username, "made_at": now}
            db.execute(insert(acting).values(**facts, **made))
            return identifier

    def end(self, by: Actor, now: datetime, identifier: uuid.UUID) -> None:
        """End an appointment before its last day; twice is as once. Raises Missing."""
        with self._database.transaction() as db:
            if db.execute(select(acting.c.id).filter_by(id=identifier)).first() is None:
                raise Missing("Penunjukan ini tidak ada.")
            statement = update(acting).where(acting.c.id == identifier, acting.c.ended_at.is_(None))
            db.execute(statement.values(ended_by=by.username, ended_at=now))


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
