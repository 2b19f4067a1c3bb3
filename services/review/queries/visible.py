"""Which cases a person may see, as conditions of a query: by assignment and conflicts of interest."""

from __future__ import annotations

from sqlalchemy import ColumnElement, all_, and_, exists, false, literal, not_

from services.review.queries.cases import READ_ALL
from services.review.rules.conflict import name_key
from services.review.tables import Case, Member
from services.shared.rights.people import Actor


def may_see(actor: Actor) -> ColumnElement[bool]:
    """Condition for the cases that a person may see (assignment and conflicts of interest)."""
    key = name_key(actor.name)
    return seen_by(literal(actor.username), literal(key) if key else None, everything=actor.is_any(*READ_ALL))


def seen_by(username: ColumnElement[str], key: ColumnElement[str] | None, *, everything: bool) -> ColumnElement[bool]:
    """The same for a person who is not known yet; ``key``: their name as officials are compared, None for no name."""
    namesake = and_(Case.official_key == key, username != all_(Case.cleared)) if key is not None else false()
    free = and_(username != all_(Case.conflicted), not_(namesake))
    return free if everything else and_(free, assigned(username))


def assigned(username: ColumnElement[str]) -> ColumnElement[bool]:
    """Condition for the cases that are disposed to a member of the team."""
    return exists().where(Member.case_no == Case.case_no, Member.username == username)
