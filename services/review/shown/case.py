"""A case as data: what the API answers and the pages show of it to one person."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.handoffs import paper_moves
from services.handoffs.outcomes import way
from services.review.queries.cases import knows_applicant, visible_case
from services.review.queries.conflicts import facts_of
from services.review.queries.records import LISTS, Records, records
from services.review.queries.related import Related, related
from services.review.queries.undoing import last_step
from services.review.rules import dates
from services.review.rules.choices import PARTNER_STEPS, URGENCIES
from services.review.rules.path import OUTCOMES, branch, label_of
from services.review.schemas.answers import FACTS
from services.review.shown.applicant import HIDDEN, applicant, witnesses
from services.review.shown.verbs_now import verbs_for
from services.review.states import CLOSED, State
from services.review.tables import Case, CaseFile
from services.review.tables.base import Base
from services.shared.calendar.working_days import WorkingDays
from services.shared.errors import Stale
from services.shared.rights.conflicts import HOLDING, NAMED, bars, parties_of
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service, Work


@dataclass(frozen=True)
class Opened:
    """A case as this person sees it: the row, its records, and both as plain data."""

    case: Case
    records: Records
    data: dict[str, Any]


def open_case(service: Service, person: Actor, case_no: str, *, mine: bool = True) -> Opened:
    """A case with everything about it; showing a confidential applicant's name leaves a line in the trail.

    What a verb answers to a person who just marked themselves is the case as they still saw it, without verbs:
    ``mine`` is False.

    Raises:
        Missing: no such case, or not disposed to this member. Forbidden: conflict of interest.
    """
    with service.work(person) as work:
        case = visible_case(work.session, case_no, person)
        found = records(work.session, case_no)
        data = whole(work, case, found, related(work.session, case, person))
        with suppress(Stale):
            data["last_step"] = last_step(work.session, case, person, work.now).note
            data["verbs"].append("undo")
        if not mine and bars(facts_of(work.session, case_no), parties_of(person)):
            data["verbs"] = []
        if case.confidential and not data["applicant"]["masked"]:
            work.audit("see_identity", case_no, "Identitas pemohon yang dirahasiakan dilihat", story=False)
        service.looked(person, case_no, "masked" if data["applicant"]["masked"] else "case", work.now)
    return Opened(case, found, data)


def now_of(case: Case, calendar: WorkingDays, now: datetime) -> dict[str, Any]:
    """Where the case is now. ``days_left``: working days until the present step is due (negative: late), if it is."""
    return {
        "state_label": label_of(case.state, case.path),
        "paused": case.state == State.RETURNED_TO_DESK,
        "days_left": calendar.between(dates.today(now), case.due) if case.due else None,
    }


def whole(work: Work, case: Case, found: Records, near: Sequence[Related]) -> dict[str, Any]:
    """A case with everything that this person may see of it."""
    office, actor = work.office, work.actor
    seen = knows_applicant(case, actor)
    known = office.classes.get(case.class_code)
    data = columns(case, FACTS) | now_of(case, work.calendar, work.now)
    data |= {name: [columns(row) for row in getattr(found, name)] for name in (*LISTS, "letters")}
    if not seen:
        hidden = {str(file.id) for file in found.files if file.identifying}
        data["evidence_handovers"] = [_without(row, hidden) for row in data["evidence_handovers"]]
    data["paper"] = paper_moves.shown(case)
    for row in data["coordinations"]:
        row["step"] = PARTNER_STEPS[row["kind"]]
    return data | {
        "branch": branch(case.path),
        "way": way(case.path),
        "outcome": str(OUTCOMES[State(case.state)]) if case.state in CLOSED else None,
        "applicant": applicant(case, actor),
        "witnesses": witnesses(case, actor),
        "class_label": known.label if known else case.class_code,
        "category_label": office.categories.get(case.category, case.category),
        "urgency_label": URGENCIES.get(case.urgency, case.urgency),
        "conflicted": _marked(work, case) if actor.is_any(Role.SECTION_HEAD, Role.CAMAT) else [],
        "clock_paused": case.paused_on is not None,
        "verbs": verbs_for(case, found, actor),
        "members": [columns(row) for row in found.members],
        "files": [file_line(row) for row in found.files if seen or not row.identifying],
        "timeline": found.timeline,
        "deliveries": found.deliveries,
        "related": [_related_line(row) for row in near],
    }


def _without(row: dict[str, Any], hidden: set[str]) -> dict[str, Any]:
    """A package of evidence without the names of files that tell who the applicant is."""
    files = [one | {"name": HIDDEN, "path": HIDDEN} if one["id"] in hidden else one for one in row["files"]]
    return row | {"files": files, "manifest": "" if hidden else row["manifest"]}


def _marked(work: Work, case: Case) -> list[str]:
    """The accounts that were marked, by username; whom a reported name or office means is not among them."""
    found = facts_of(work.session, case.case_no)
    return sorted(party for party, bars in found.items() if bars and party[0] not in NAMED + HOLDING)


def _related_line(row: Related) -> dict[str, Any]:
    """Another case that belongs to this one: number, title, state, when it came, and why it is shown."""
    facts = columns(row.case, ("case_no", "title", "state", "received_at"))
    return facts | {"state_label": label_of(row.case.state, row.case.path), "why": row.why}


def columns(row: Base, names: Sequence[str] = ()) -> dict[str, Any]:
    """A row as plain data: these columns, or all but the case number that stands above it."""
    wanted = names or [column.key for column in row.__table__.columns if column.key != "case_no"]
    return {name: getattr(row, name) for name in wanted}


def file_line(file: CaseFile) -> dict[str, Any]:
    """A file without the place where it lies."""
    return {name: value for name, value in columns(file).items() if name not in {"bucket", "key", "identifying"}}
