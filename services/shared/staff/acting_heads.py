"""Which appointment of an acting head (Plt., Plh., a.n.) counts now.

It counts from its first to its last day on the office's wall clock, once a second person has confirmed it, and is
looked at again with every request: it gives the role, it ends by itself, and nobody keeps a right by staying signed in.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_

from services.shared.calendar import clock
from services.shared.rights.people import Acting, Role
from services.shared.staff.tables import acting

ROLES = {Role.CAMAT: "Camat", Role.SECTION_HEAD: "Kasi"}  # whose office others may act in
FACTS = ("role", "kind", "position", "rank", "nip", "decree", "decree_on")
COLUMNS = tuple(acting.c[name].label(f"acting_{name}") for name in (*FACTS, "confirmed_at"))


def valid(account_id: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    """Condition for the appointment of an account that counts at this moment."""
    return valid_on(account_id, clock.local(now).date())


def valid_on(account_id: ColumnElement[Any], day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The same on a day of the office's wall clock."""
    return and_(
        acting.c.account_id == account_id,
        acting.c.ended_at.is_(None),
        acting.c.confirmed_at.is_not(None),
        acting.c.starts_on <= day,
        acting.c.ends_on >= day,
    )


def of_row(row: Row[Any]) -> Acting | None:
    """The appointment in a row that was selected with ``COLUMNS``."""
    if row.acting_role is None:
        return None
    facts = {name: getattr(row, f"acting_{name}") for name in FACTS}
    return Acting(**facts | {"role": Role(facts["role"])})
