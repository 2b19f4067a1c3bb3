"""The active accounts with the roles that they have today, for whoever must know who may hear of something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from services.shared.data.database import Database
from services.shared.rights.conflicts import Colleague
from services.shared.rights.people import Role
from services.shared.staff.acting_heads import valid
from services.shared.staff.tables import account, acting
from services.shared.unit_of_work import Work


def colleagues(work: Work) -> list[Colleague]:
    """Everybody who works here, acting heads with the role of the office in which they act; by username. One query."""
    return active(work.service.staff, work.now)


def active(staff: Database, now: datetime) -> list[Colleague]:
    """The same, at a moment."""
    statement = (
        select(account.c.username, account.c.name, account.c.roles, acting.c.role.label("acts"))
        .outerjoin(acting, valid(account.c.id, now))
        .where(account.c.active)
        .order_by(account.c.username)
    )
    with staff.transaction() as session:
        return [_colleague(row) for row in session.execute(statement)]


def named(work: Work, usernames: Iterable[str]) -> dict[str, str]:
    """The names of these accounts, by username, also of those who do not work here any more; a paper says names."""
    statement = select(account.c.username, account.c.name).where(account.c.username.in_(set(usernames)))
    with work.service.staff.transaction() as session:
        return {row.username: row.name for row in session.execute(statement)}


def _colleague(row: Any) -> Colleague:
    holds = frozenset(Role(role) for role in row.roles)
    return Colleague(row.username, row.name, holds | ({Role(row.acts)} if row.acts else set()), holds)
