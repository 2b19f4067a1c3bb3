"""Lists of complaints: narrowed by indexed filters and words, newest or most urgent first, paged by keyset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload

from services.intake.queries import filters as filtered
from services.intake.queries import hits, search
from services.intake.queries.filters import Key
from services.intake.queries.persons import of_person
from services.intake.rules.search import Filters, also_meant, asked
from services.intake.tables import Applicant, Complaint, ComplaintForm, Represented
from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from services.shared.errors import RuleBroken

PAGE = 25
LINE = (  # what a line of a list does not show is not read
    joinedload(Complaint.applicant).load_only(
        Applicant.name, Applicant.village, Applicant.village_other, Applicant.confidential
    ),
    joinedload(Complaint.represented).load_only(Represented.name),
    joinedload(Complaint.form).load_only(ComplaintForm.title, ComplaintForm.category),
    lazyload(Complaint.reported),
    lazyload(Complaint.witnesses),
)


@dataclass(frozen=True)
class Page:
    """One page of a list; ``after`` leads to the next one, None at the end. ``alike``: the names that were looked for
    in place of misspelt words, because nothing was found by the words themselves."""

    items: list[Complaint]
    after: str | None
    alike: dict[str, list[str]] = field(default_factory=dict)


NOTHING = Page([], None)


def complaints(
    session: Session,
    filters: Filters,
    *,
    knows: bool,
    calendar: WorkingDays,
    today: date,
    after: str | None,
    limit: int,
) -> Page:
    """A page of complaints. ``knows``: whether the person may find confidential applicants by their name.

    Raises:
        RuleBroken: a cursor that is none.
    """
    by_deadline = bool(filters.due) and not filters.words
    cursor = _cursor(after, by_deadline=by_deadline) if after else None
    conditions = filtered.conditions(filters, calendar, today)
    alike: dict[str, list[str]] = {}
    if words := asked(filters.words):
        wanted, also = _wanted(filters, conditions, cursor, today), also_meant(filters.words, words)
        found, alike = _by_words(session, words, also, wanted, cursor, limit + 1, knows=knows)
    else:
        found = filtered.by_filters(session, filters.states, conditions, cursor, limit + 1, by_deadline=by_deadline)
    return Page(_lines(session, [number for _, number in found[:limit]]), _next(found, limit), alike)


def _wanted(filters: Filters, conditions: list[ColumnElement[bool]], after: Key | None, today: date) -> hits.Wanted:
    if filters.states:
        conditions = [*conditions, Complaint.state.in_(filters.states)]
    newest = clock.local(after[0]).date() if after else min(filters.last or today, today)
    return hits.Wanted(tuple(conditions), newest, filters.first)


def _by_words(
    session: Session,
    words: list[str],
    also: dict[str, list[str]],
    wanted: hits.Wanted,
    after: Key | None,
    limit: int,
    *,
    knows: bool,
) -> tuple[list[Key], dict[str, list[str]]]:
    """By these words, or what else they may be; where nothing has them, by names that are spelt alike."""
    query = search.query_of(session, words, also, knows=knows)
    found = hits.keys(session, query, wanted, after, limit) if query else []
    if found or not knows:
        return found, {}
    alike = search.alike_names(session, words)
    query = search.query_of(session, words, alike, knows=knows) if alike else None
    return (hits.keys(session, query, wanted, after, limit), alike) if query else ([], {})


def _lines(session: Session, numbers: Sequence[str]) -> list[Complaint]:
    """These complaints, with what a line shows, in this order. One query."""
    if not numbers:
        return []
    rows = session.execute(select(Complaint).where(Complaint.case_no.in_(numbers)).options(*LINE)).unique().scalars()
    by_number = {row.case_no: row for row in rows}
    return [by_number[number] for number in numbers if number in by_number]


def by_nik_index(session: Session, nik_indices: Sequence[str], limit: int = PAGE) -> Page:
    """Complaints of one NIK, newest first, also those whose form is not finished yet."""
    statement = (
        select(Complaint)
        .where(or_(Complaint.case_no.in_(of_person(nik_indices)), Complaint.draft_nik_index.in_(nik_indices)))
        .order_by(Complaint.received_at.desc(), Complaint.case_no.desc())
        .limit(limit)
    )
    return Page(list(session.execute(statement.options(*LINE)).unique().scalars()), None)


def one_line(session: Session, case_no: str) -> Page:
    """The complaint of a number as a list of one, or an empty one."""
    return Page(_lines(session, [case_no]), None)


def _next(found: Sequence[Key], limit: int) -> str | None:
    if len(found) <= limit:
        return None
    at, number = found[limit - 1]
    return f"{at.isoformat()}~{number}"


def _cursor(text: str, *, by_deadline: bool) -> Key:
    edge, _, case_no = text.replace(" ", "+").partition("~")
    try:
        if by_deadline:
            return date.fromisoformat(edge), case_no
        moment = datetime.fromisoformat(edge)
        if moment.tzinfo is None:
            raise ValueError
    except ValueError:
        raise RuleBroken.at("after", "Halaman daftar ini tidak ada.") from None
    return moment, case_no
