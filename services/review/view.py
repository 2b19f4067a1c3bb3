"""A case as data: what the API answers and the pages show. Masks the applicant of a confidential case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.handoffs.outcomes import way
from services.review import rules
from services.review.queries.cases import Records, knows_applicant
from services.review.queries.related import Related
from services.review.states import CLOSED, MOVES, STATE_LABELS, State
from services.review.tables import Case, CaseFile
from services.review.tables.base import Base
from services.shared.calendar.working_days import WorkingDays
from services.shared.config.office import Office
from services.shared.rights.conflicts import roles_in
from services.shared.rights.people import Actor, Role

FACTS = (
    "case_no", "version", "round", "received_at", "deadline", "due", "clock_from", "paused_on", "paused_days",
    "escalation", "escalated_to", "clerk", "title", "category", "story", "place",
    "occurred", "request", "class_code", "urgency", "reported_official", "completeness", "village", "confidential",
    "ended_at", "message", "archive_no", "archived_at",
)  # fmt: skip
HIDDEN = "•••"


def applicant(case: Case, actor: Actor) -> dict[str, Any]:
    """The applicant, masked where the identity is confidential and not this person's to know."""
    if not knows_applicant(case, actor):
        return {"name": rules.HIDDEN_NAME, "nik_masked": "*" * 16, "address": HIDDEN, "phone": HIDDEN, "masked": True}
    names = ("nik_masked", "address", "phone", "identity_note")
    return {"name": case.applicant_name, "masked": False} | {name: getattr(case, name) for name in names}


def days_left(case: Case, calendar: WorkingDays, now: datetime) -> int | None:
    """Working days until the present step is due (negative: late); None where nothing is due."""
    return calendar.between(rules.today(now), case.due) if case.due else None


def verbs_for(case: Case, actor: Actor, *, member: bool) -> list[str]:
    """What this person may do with this case now: by role, state and assignment."""
    if rules.barred(case, actor.username, actor.name) or case.state in CLOSED:
        return []
    roles = roles_in(case.stood_in, actor)
    return MOVES.verbs_for(State(case.state), roles if member else roles - {Role.TEAM})


def line(case: Case, actor: Actor, office: Office, calendar: WorkingDays, now: datetime) -> dict[str, Any]:
    """A case as one line of a list."""
    names = ("case_no", "version", "received_at", "deadline", "due", "title", "village", "class_code", "urgency")
    return {name: getattr(case, name) for name in names} | {
        "state": case.state,
        "state_label": STATE_LABELS[State(case.state)],
        "applicant_name": applicant(case, actor)["name"],
        "category": case.category,
        "category_label": office.categories.get(case.category, case.category),
        "days_left": days_left(case, calendar, now),
        "paused": case.state == State.RETURNED_TO_DESK,
        "escalated": case.escalated_to is not None,
    }


def whole(
    case: Case, records: Records, actor: Actor, office: Office, calendar: WorkingDays, now: datetime
) -> dict[str, Any]:
    """A case with everything that this person may see of it."""
    seen = knows_applicant(case, actor)
    member = any(row.username == actor.username for row in records.members)
    return {name: getattr(case, name) for name in FACTS} | {
        "state": case.state,
        "state_label": STATE_LABELS[State(case.state)],
        "paused": case.state == State.RETURNED_TO_DESK,
        "days_left": days_left(case, calendar, now),
        "branch": rules.branch(case.path),
        "way": way(case.path),
        "outcome": str(rules.OUTCOMES[State(case.state)]) if case.state in CLOSED else None,
        "applicant": applicant(case, actor),
        "class_label": office.classes[case.class_code].label if case.class_code in office.classes else case.class_code,
        "category_label": office.categories.get(case.category, case.category),
        "urgency_label": rules.URGENCIES.get(case.urgency, case.urgency),
        "conflicted": case.conflicted if actor.is_any(Role.SECTION_HEAD, Role.CAMAT) else [],
        "stood_in": case.stood_in,
        "clock_paused": case.paused_on is not None,
        "verbs": verbs_for(case, actor, member=member) + _after_the_end(records, member=member),
        "members": [{"username": row.username, "name": row.name} for row in records.members],
        "verifications": [columns(row) for row in records.verifications],
        "meetings": [columns(row) for row in records.meetings],
        "dispositions": [columns(row) for row in records.dispositions],
        "coordinations": [columns(row) | {"step": rules.PARTNER_STEPS[row.kind]} for row in records.coordinations],
        "tasks": [columns(row) for row in records.tasks],
        "visits": [columns(row) for row in records.visits],
        "reports": [columns(row) for row in records.reports],
        "decisions": [columns(row) for row in records.decisions],
        "letters": [columns(row) for row in records.letters],
        "follow_ups": [columns(row) for row in records.follow_ups],
        "files": [file_line(row) for row in records.files if seen or not row.identifying],
        "timeline": records.timeline,
        "deliveries": records.deliveries,
    }


def _after_the_end(records: Records, *, member: bool) -> list[str]:
    """What a member still does for a case that has ended: the partner's answer (12c, 12d)."""
    awaited = member and any(row.due_on and not row.answered_on for row in records.follow_ups)
    return ["note_partner_answer"] if awaited else []


def related_line(row: Related) -> dict[str, Any]:
    """Another case that belongs to this one: number, title, state, when it came, and why it is shown."""
    state = State(row.case.state)
    return {
        "case_no": row.case.case_no,
        "title": row.case.title,
        "state": row.case.state,
        "state_label": STATE_LABELS[state],
        "received_at": row.case.received_at,
        "why": row.why,
    }


def columns(row: Base) -> dict[str, Any]:
    """A row as plain data, without the case number that stands above it."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key != "case_no"}


def file_line(file: CaseFile) -> dict[str, Any]:
    """A file without the place where it lies."""
    return {name: value for name, value in columns(file).items() if name not in {"bucket", "key", "identifying"}}
