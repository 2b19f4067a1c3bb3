"""Which cases a person may see, as conditions of a query: by assignment.

Conflicts of interest are no condition here: whatever is asked for a person leaves those cases out by itself
(``shared/rights/barring.py``).
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, literal, true

from services.review.queries.cases import READ_ALL
from services.review.tables import Case, Member
from services.shared.rights.people import Actor


def may_see(actor: Actor) -> ColumnElement[bool]:
    """Condition for the cases that a person may see."""
    return seen_by(literal(actor.username), everything=actor.is_any(*READ_ALL))


def seen_by(username: ColumnElement[str], *, everything: bool) -> ColumnElement[bool]:
    """The same for a person who is not known yet."""
    return true() if everything else assigned(username)


def assigned(username: ColumnElement[str]) -> ColumnElement[bool]:
    """Condition for the cases that are disposed to a member of the team."""
    return exists().where(Member.case_no == Case.case_no, Member.username == username)
