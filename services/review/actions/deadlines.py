"""Keeps the dates of a case in step with its state: what is due when, the pauses of the clock, the next level."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import or_, select

from services.review.notices.news import tell_next_level
from services.review.queries.cases import entries
from services.review.rules import dates, deadlines
from services.review.states import State
from services.review.tables import Case, Meeting
from services.shared.calendar import clock
from services.shared.config.office import Limit
from services.shared.jobs.rows import at_most, each
from services.shared.rights.people import ROLE_LABELS
from services.shared.unit_of_work import Work

BATCH = 200  # late cases a run takes up to the next level
DEFAULT = Limit(days=3, unit="working")  # between two levels, where office.toml says nothing


def start(work: Work, case: Case, forwarded_on: date) -> None:
    """Step 5: the clock of a new case starts; the promised day is the front desk's (it stands on the receipt)."""
    case.clock_from, case.paused_days = forwarded_on, 0
    enter(work, case)


def enter(work: Work, case: Case) -> None:
    """The case has come to another state: the clock runs on or stands still, and the step's day is set anew."""
    today = dates.today(work.now)
    if case.paused_on is not None and case.state not in deadlines.PAUSED:
        _resume(work, case, today)
    if case.paused_on is None and case.state in deadlines.PAUSED:
        case.paused_on = today
    set_due(work, case)


def set_due(work: Work, case: Case) -> None:
    """Set the day of the present step, and the day on which the next level is asked."""
    state = State(case.state)
    limit = work.office.limit(deadlines.STEP_LIMITS.get(state, ""), case.class_code)
    case.due = deadlines.step_due(
        state, dates.today(work.now), case.deadline, limit, work.calendar, agreed=_agreed(work, case)
    )
    _in_hours(work, case)
    if state == State.SECTION_HEAD_REVIEW:
        case.verify_by = case.due or case.deadline
    case.escalation, case.escalated_to = 0, None
    case.escalate_on = _next_level(work, case)


def _in_hours(work: Work, case: Case) -> None:
    """An urgent case: the present step may take so many hours, day and night."""
    hours = work.office.urgent.hours.get(deadlines.STEP_LIMITS.get(State(case.state), ""))
    case.due_at = work.now + timedelta(hours=hours) if case.urgent_since and case.due and hours else None
    if case.due_at is not None and case.due is not None:
        case.due = min(case.due, dates.today(case.due_at))


def reclassify(work: Work, case: Case, class_code: str) -> None:
    """Step 7: another class has another limit; it counts from the same day on, with the same pauses."""
    if class_code == case.class_code:
        return
    case.class_code = class_code
    limit = work.office.classes[class_code]
    case.deadline = deadlines.answer_by(case.clock_from, limit, case.paused_days, work.calendar)


def _resume(work: Work, case: Case, today: date) -> None:
    assert case.paused_on is not None
    limit = work.office.classes.get(case.class_code, DEFAULT)
    stood = deadlines.days(case.paused_on, today, limit, work.calendar)
    case.paused_days += stood
    case.deadline = deadlines.later(case.deadline, stood, limit, work.calendar)
    case.paused_on = None


def _agreed(work: Work, case: Case) -> date | None:
    if case.state == State.CAMAT_MEETING:
        work.session.flush()
        held = entries(work.session, Meeting, case.case_no)
        return held[-1].held_on if held else None
    return case.disposition_due if case.state == State.TEAM_ASSIGNED else None


def _next_level(work: Work, case: Case) -> date | None:
    first, further = work.office.notices.escalate_after, work.office.limit("escalation") or DEFAULT
    level = case.escalation + 1
    return deadlines.escalates_on(State(case.state), case.due, level, work.calendar, first=first, further=further)


def escalate(work: Work) -> str:
    """Timed: late cases come into the work of the next level, which is told, with a line in their time line."""
    today = dates.today(work.now)
    due = or_(Case.escalate_on <= today, Case.due_at <= work.now)
    late = select(Case).where(due).order_by(Case.escalate_on, Case.case_no).limit(at_most(work, BATCH))
    rows = work.session.execute(late.with_for_update(skip_locked=True)).scalars().all()
    risen = each(work, rows, lambda case: case.case_no, lambda case: _escalate(work, case, today))
    return f"{len(risen)} dinaikkan"


def _escalate(work: Work, case: Case, today: date) -> None:
    role = deadlines.escalation(State(case.state), case.escalation + 1)
    if role is not None and case.due is not None:
        case.escalation, case.escalated_to = case.escalation + 1, str(role)
        late = work.calendar.between(case.due, today)
        note = f"Langkah ini lewat batas waktu {clock.short_date(case.due)}; dinaikkan kepada {ROLE_LABELS[role]}"
        work.audit("escalate", case.case_no, note, working_days_late=late)
        tell_next_level(work, case, role)
    case.escalate_on = _next_level(work, case)
    if case.due_at is not None:  # the next level has as many hours; above the last one nobody is asked
        _in_hours(work, case)
        case.due_at = case.due_at if role is not None else None
