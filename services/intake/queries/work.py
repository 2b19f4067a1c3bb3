"""What waits at the desk. Bounded by index, whatever the number of complaints that have ended."""

from __future__ import annotations

from sqlalchemy import ARRAY, CTE, String, func, literal, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import LateralFromClause

from services.intake.queries.lists import LINE
from services.intake.states import State
from services.intake.tables import Complaint
from services.shared.data.paging import COUNTED

PER_GROUP = 20  # of each kind of work on "my work"; the rest is one click away
SOONEST = (Complaint.deadline.nulls_last(), Complaint.case_no)
WORK = (
    State.READY_FOR_HANDOVER,
    State.DELIVERED,
    State.INTAKE_CHECK,
    State.AWAITING_COMPLETION,
    State.DRAFT_INTAKE,
    State.WITHDRAWAL_REQUESTED,
)


def counts(session: Session) -> dict[str, int]:
    """How many complaints are in each state of the desk, counted up to ``COUNTED`` + 1. One query."""
    states = _states(*WORK, State.FORWARDED)
    some = select(literal(1)).where(Complaint.state == states.c.state).limit(COUNTED + 1).correlate(states).subquery()
    number = select(func.count()).select_from(some).scalar_subquery()
    return {row[0]: row[1] for row in session.execute(select(states.c.state, number))}


def my_work(session: Session) -> dict[str, list[Complaint]]:
    """What waits at the desk, by state, soonest deadline first; at most ``PER_GROUP`` of each state. One query.

    Without what the section head returned: see ``returned``.
    """
    states = _states(*WORK)
    first = _first_of(states)
    numbers = select(first.c.case_no).select_from(states).join(first, true())
    statement = select(Complaint).where(Complaint.case_no.in_(numbers)).options(*LINE).order_by(*SOONEST)
    groups: dict[str, list[Complaint]] = {state: [] for state in WORK}
    for complaint in session.execute(statement).unique().scalars():
        groups[complaint.state].append(complaint)
    return groups


def _first_of(states: CTE) -> LateralFromClause:
    """The soonest of each state."""
    here = (
        Complaint.state == states.c.state,
        Complaint.state.not_like("closed%"),
        or_(Complaint.state != State.AWAITING_COMPLETION, Complaint.returned_by == ""),
    )
    return select(Complaint.case_no).where(*here).order_by(*SOONEST).limit(PER_GROUP).correlate(states).lateral()


def returned(session: Session) -> list[Complaint]:
    """What the section head sent back for completion, soonest deadline first; at most ``PER_GROUP``."""
    back = (Complaint.state == State.AWAITING_COMPLETION, Complaint.returned_by != "")
    ordered = select(Complaint).where(*back).order_by(Complaint.deadline, Complaint.case_no).limit(PER_GROUP)
    return list(session.execute(ordered.options(*LINE)).unique().scalars())


def _states(*states: State) -> CTE:
    asked = literal([str(state) for state in states], ARRAY(String))
    return select(func.unnest(asked).column_valued("state")).cte("states")
