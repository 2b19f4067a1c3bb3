"""All cases that a person may see, with filters. Keyset-paged; each page is one query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from services.review.queries.cases import knows_all
from services.review.queries.late import is_late
from services.review.queries.paging import PAGE, after_moment, page
from services.review.queries.visible import may_see
from services.review.rules.search import asked
from services.review.tables import Case
from services.shared.calendar import clock
from services.shared.data.paging import Page
from services.shared.rights.people import Actor


def case_list(
    session: Session, actor: Actor, filters: dict[str, Any], after: str | None = None, limit: int = PAGE
) -> Page[Case]:
    """Cases that this person may see, newest first. Filters: state, class_code, village, due (``late``), q (words)."""
    statement = select(Case).where(may_see(actor), *_conditions(actor, filters))
    statement = statement.order_by(Case.received_at.desc(), Case.case_no.desc())
    if after:
        later = tuple_(*map(literal, after_moment(after)))
        statement = statement.where(tuple_(Case.received_at, Case.case_no) < later)
    return page(session, statement, limit, lambda c: [c.received_at.isoformat(), c.case_no])


def _conditions(actor: Actor, filters: dict[str, Any]) -> list[ColumnElement[bool]]:
    exact = {"state": Case.state, "class_code": Case.class_code, "village": Case.village}
    found: list[ColumnElement[bool]] = [column == filters[name] for name, column in exact.items() if filters.get(name)]
    found += [is_late(clock.today())] if filters.get("due") == "late" else []
    column = Case.search_full if knows_all(actor) else Case.search
    words = asked(str(filters.get("q") or ""))
    return found + [or_(*(column.contains(word, autoescape=True) for word in either)) for either in words]
