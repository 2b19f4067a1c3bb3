"""The clock of a case, as plain code: how long a step may take, when the clock stands still, who is asked when late.

Three dates rule a case. ``deadline`` is the answer that the applicant was promised: the limit of the class, from the
day of forwarding on (not counted). It stands still while the applicant is awaited. ``due`` is the day by which the
present step must be done: the step's own limit, never after ``deadline``. ``escalate_on`` is the day on which the next
level is told and sees the case among its own work; this is the only rule about it, for work lists and notices alike.
Limits are the office's (``office.toml``), in working or in calendar days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from services.review.states import CLOSED, WAITS_FOR, State
from services.shared.calendar.working_days import WorkingDays
from services.shared.config.office import Limit
from services.shared.rights.people import Role

PAUSED = frozenset({State.RETURNED_TO_DESK, State.CAMAT_MEETING})  # the applicant is awaited
STEP_LIMITS = {  # the name of the step's limit in office.toml
    State.SECTION_HEAD_REVIEW: "verification",
    State.CAMAT_REVIEW: "direction",
    State.TEAM_ASSIGNED: "disposition",
    State.CAMAT_DECISION: "decision",
    State.ORAL_FOLLOWUP: "follow_up",
    State.TRANSFER_FOLLOWUP: "follow_up",
    State.LAW_FOLLOWUP: "follow_up",
    State.LETTER_REQUESTED: "letter",
    State.REFUSAL_LETTER: "letter",
}
OWNERS: Mapping[State, Role] = {state: role for role, states in WAITS_FOR.items() for state in states} | {
    State.LETTER_REQUESTED: Role.TEAM,
    State.REFUSAL_LETTER: Role.SECTION_HEAD,
}
LEVELS: Mapping[Role, tuple[Role, ...]] = {  # who is asked next, when the one before lets it lie
    Role.TEAM: (Role.SECTION_HEAD, Role.CAMAT),
    Role.SECTION_HEAD: (Role.CAMAT,),
    # Nobody stands above the Camat in the house: who prepares his table, then who audits.
    Role.CAMAT: (Role.SECTION_HEAD, Role.AUDITOR),
}


def step_due(
    state: State, today: date, deadline: date, limit: Limit | None, calendar: WorkingDays, *, agreed: date | None = None
) -> date | None:
    """The day by which the step that begins today must be done; None where nobody of the office has the case.

    ``agreed`` is a day that was set for this very step: the appointment of 8b, the deadline of the disposition. It
    counts as it is. A step that begins after the deadline is late from its first day.
    """
    if state in CLOSED or state == State.RETURNED_TO_DESK:
        return None
    if agreed is not None and agreed >= today:
        return agreed
    return min(calendar.deadline(today, limit), deadline) if limit else deadline


def days(start: date, end: date, limit: Limit, calendar: WorkingDays) -> int:
    """Days from ``start`` (not counted) to ``end``, in the unit of the limit; never negative."""
    found = calendar.between(start, end) if limit.unit == "working" else (end - start).days
    return max(found, 0)


def later(day: date, count: int, limit: Limit, calendar: WorkingDays) -> date:
    """The day that lies ``count`` days of the limit's unit after ``day``."""
    return calendar.add(day, count) if limit.unit == "working" else day + timedelta(days=count)


def answer_by(start: date, limit: Limit, paused: int, calendar: WorkingDays) -> date:
    """The promised day: the class's limit from ``start`` on, and as many days more as the clock stood still."""
    return later(calendar.deadline(start, limit), paused, limit, calendar)


def used(start: date, today: date, paused: int, limit: Limit, calendar: WorkingDays) -> int:
    """Days of the promised time that are used up: the days when the clock stood still do not count; never negative."""
    return max(days(start, today, limit, calendar) - paused, 0)


def escalation(state: State, level: int) -> Role | None:
    """Who sees a late case at this level (1 is the first); None where there is no level above."""
    levels = LEVELS.get(OWNERS.get(state, Role.SYSTEM), ())
    return levels[level - 1] if 1 <= level <= len(levels) else None


def escalates_on(
    state: State, due: date | None, level: int, calendar: WorkingDays, *, first: Limit, further: Limit
) -> date | None:
    """The day on which the case goes to ``level``: ``first`` after ``due``, then one level after each ``further``.

    None where nothing is due, or where there is no such level.
    """
    if due is None or escalation(state, level) is None:
        return None
    return later(calendar.deadline(due, first) + timedelta(days=1), (level - 1) * further.days, further, calendar)
