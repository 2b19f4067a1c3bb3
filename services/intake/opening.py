"""Opens complaints and lists for the signed-in person: one transaction each, a trace where an identity is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.intake import queries, view
from services.intake.queries import Records, lists
from services.intake.queries.complaints import UNKNOWN_FILE
from services.intake.rights import RIGHTS
from services.intake.rules import cases, nik
from services.intake.rules.search import Filters
from services.intake.tables import CaseFile, Complaint
from services.intake.tracking.rules import normalise
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.unit_of_work import Work
from services.shared.web.access import me
from services.shared.web.service import current_service

READERS = RIGHTS.roles("see")


@dataclass(frozen=True)
class Opened:
    """A complaint as this person sees it: the row, its records, and both as plain data."""

    complaint: Complaint
    records: Records
    data: dict[str, Any]


def open_case(case_no: str) -> Opened:
    """A complaint with everything about it; showing a confidential applicant leaves a line in the trail."""
    service, person = current_service(), me()
    with service.work(person) as work:
        complaint = queries.one(work.session, case_no)
        found = queries.records(work.session, complaint)
        data = view.whole(service, complaint, found, person, work.now)
        applicant = complaint.applicant
        if applicant is not None and applicant.confidential and view.knows(complaint, person):
            work.audit("see_identity", case_no, "Identitas pemohon yang dirahasiakan dilihat", story=False)
        service.looked(person, case_no, "case" if view.knows(complaint, person) else "masked", work.now)
    return Opened(complaint, found, data)


def page_of_cases(filters: Filters, after: str | None, limit: int) -> dict[str, Any]:
    """Complaints that this person may see: items, the cursor of the next page, and names taken for misspelt words.

    Raises:
        RuleBroken: an unknown cursor.
    """
    service, person, now = current_service(), me(), clock.now()
    number = cases.guess_number(filters.words, clock.local(now).year)
    with service.reading() as session:
        found = lists.one_line(session, number) if number else None
        page = (
            found
            if found and found.items
            else lists.complaints(
                session,
                filters,
                knows=person.is_any(*view.KNOWS),
                calendar=service.calendar,
                today=cases.local_day(now),
                after=after,
                limit=limit,
            )
        )
    return as_lines(page)


def as_lines(page: lists.Page) -> dict[str, Any]:
    """A page of complaints as plain data."""
    service, person, now = current_service(), me(), clock.now()
    return {
        "items": [view.line(service, row, person, now) for row in page.items],
        "next": page.after,
        "alike": page.alike,
    }


def find_secret(text: str) -> dict[str, Any] | None:
    """Complaints by what must not stand in an address: a NIK or a tracking code; None where the text is neither."""
    service, person = current_service(), me()
    digits = nik.clean(text)
    with service.work(person) as work:
        if normalise(text):
            found = queries.by_tracking_code(work.session, text)
            return as_lines(lists.Page([found] if found else [], None))
        if len(digits) == 16 and digits.isdigit() and person.is_any(*view.KNOWS):
            work.audit("search_nik", "search", "Pencarian dengan NIK", story=False)
            return as_lines(lists.by_nik_index(work.session, service.vault.indices(digits)))
    return None


def earlier(typed_nik: str, but: str = "") -> list[dict[str, Any]]:
    """Earlier complaints of a NIK, for the clerk; nothing for a number that is not one yet."""
    service = current_service()
    digits = nik.clean(typed_nik)
    if len(digits) != 16 or not digits.isdigit():
        return []
    with service.reading() as session:
        rows = queries.earlier_cases(session, service.vault.indices(digits), but)
    lines = [(row.applicant, view.line(service, row, me(), clock.now())) for row in rows]
    return [line | {"address": person.address, "phone": person.phone} for person, line in lines if person]


def openable(work: Work, case_no: str, file_id: UUID) -> CaseFile:
    """A file of this complaint that this person may open.

    Raises:
        Missing: no such file here, or not for this person.
    """
    complaint = queries.one(work.session, case_no)
    file = queries.file_of(work.session, case_no, file_id)
    if not view.may_open(complaint, file, work.actor):
        raise Missing(UNKNOWN_FILE)
    return file
