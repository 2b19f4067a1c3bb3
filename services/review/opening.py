"""Opens cases and lists for the signed-in person: one transaction each, and a trace where an identity is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.review import rules, view
from services.review.queries import deadlines, lists
from services.review.queries.cases import Records, records, visible_case
from services.review.queries.related import Related, related
from services.review.tables import Case
from services.shared.calendar import clock
from services.shared.errors import Forbidden
from services.shared.web.access import me
from services.shared.web.service import current_service


@dataclass(frozen=True)
class Opened:
    """A case as this person sees it: the row, its records, and both as plain data."""

    case: Case
    records: Records
    data: dict[str, Any]
    related: Sequence[Related]


def open_case(case_no: str, *, mine: bool = True) -> Opened:
    """A case with everything about it; showing a confidential applicant's name leaves a line in the trail.

    ``mine`` is False for the answer to a verb, which a person who just marked themselves as conflicted still gets.

    Raises:
        Missing: no such case, or not disposed to this member. Forbidden: conflict of interest.
    """
    service, person = current_service(), me()
    with service.work(person) as work:
        case = _visible(work.session, case_no, mine)
        found = records(work.session, case_no)
        data = view.whole(case, found, person, service.office, service.calendar, work.now)
        near = related(work.session, case, person)
        data["related"] = [view.related_line(row) for row in near]
        if case.confidential and not data["applicant"]["masked"]:
            work.audit("see_identity", case_no, "Identitas pemohon yang dirahasiakan dilihat", story=False)
        service.looked(person, case_no, "masked" if data["applicant"]["masked"] else "case", work.now)
    return Opened(case, found, data, near)


def _visible(session: Any, case_no: str, mine: bool) -> Case:
    try:
        return visible_case(session, case_no, me())
    except Forbidden:
        if mine:
            raise
        return session.get_one(Case, case_no)


def page_of_work(filters: dict[str, Any], after: str | None = None, limit: int = lists.PAGE) -> dict[str, Any]:
    """What waits for this person: items, cursor of the next page, and the counts (of all that waits)."""
    service, person, now = current_service(), me(), clock.now()
    today, left = rules.today(now), service.calendar.between
    with service.reading() as session:
        page = lists.my_work(session, person, after, limit, *lists.work_conditions(filters, today))
        counts = lists.counts(session, person, today)
        owed = deadlines.owed(session, person)
    also = [vars(row) | {"days_left": left(today, row.due_on)} for row in owed]
    return _lines(page, now) | {"counts": vars(counts), "owed": also}


def page_of_cases(filters: dict[str, Any], after: str | None = None, limit: int = lists.PAGE) -> dict[str, Any]:
    """Cases that this person may see: items and the cursor of the next page."""
    with current_service().reading() as session:
        page = lists.case_list(session, me(), filters, after, limit)
    return _lines(page, clock.now())


def _lines(page: lists.Page, now: Any) -> dict[str, Any]:
    service, person = current_service(), me()
    items = [view.line(case, person, service.office, service.calendar, now) for case in page.cases]
    return {"items": items, "next": page.after}
