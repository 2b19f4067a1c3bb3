"""The active accounts with the roles that they have today, for whoever must know who may hear of something."""

from __future__ import annotations

from sqlalchemy import select

from services.shared.rights.conflicts import Colleague
from services.shared.rights.people import Role
from services.shared.staff.appointments import valid
from services.shared.staff.tables import account, acting
from services.shared.unit_of_work import Work


def colleagues(work: Work) -> list[Colleague]:
    """Everybody who works here, acting heads with the role of the office in which they act; by username. One query."""
    statement = (
        select(account.c.username, account.c.name, account.c.roles, acting.c.role.label("acts"))
        .outerjoin(acting, valid(account.c.id, work.now))
        .where(account.c.active)
        .order_by(account.c.username)
    )
    with work.service.staff.transaction() as session:
        return [
            Colleague(row.username, row.name, frozenset(Role(role) for role in (*row.roles, row.acts) if role))
            for row in session.execute(statement)
        ]
