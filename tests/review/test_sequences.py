"""Any sequence of verbs and messages keeps the invariants of a case: one owner, a clock that never runs backwards,
an end for every case, an end that stays, numbers without gaps."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from services.handoffs.intake_to_review import CASE_FORWARDED
from services.handoffs.tables import outbox
from services.review.rules import deadlines
from services.review.states import CLOSED, MOVES, State
from services.review.tables import Case, Report, Stay
from services.review.verbs import VERBS
from services.shared.calendar import clock
from services.shared.errors import Refused
from services.shared.rights.people import Actor, Role
from tests.support.review import Desk, body, forwarded, new_case_no
from tests.support.sampling import WHOLE

TEAM = {"tim1": "Jemmy Kalalo", "tim2": "Vonny Supit", "tim3": "Ferry Tiwa"}
STAFF = TEAM | {"kasi": "Contoh Rondonuwu, S.Sos.", "camat": "Drs. Contoh Mandey, M.Si."}
PEOPLE = {Role.TEAM: "tim1", Role.SECTION_HEAD: "kasi", Role.CAMAT: "camat"}
STAFF_VERBS = sorted({row.verb for row in MOVES if Role.SYSTEM not in row.roles} - {"link_case"})
STEPS = st.lists(st.sampled_from([*STAFF_VERBS, "complete", "withdraw", "hand_over"]), min_size=6, max_size=18)


@pytest.mark.turns(3)
@given(steps=STEPS, guided=st.randoms(use_true_random=False))
@settings(max_examples=60 if WHOLE else 8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_any_sequence_keeps_the_invariants(desk: Desk, steps: list[str], guided: Any) -> None:
    case_no = new_case_no()
    desk.send(CASE_FORWARDED, case_no, forwarded())
    for wild in steps:
        _try(desk, case_no, wild)
        possible = [row.verb for row in MOVES if row.source == desk.state(case_no) and row.verb in STAFF_VERBS]
        if possible:
            _try(desk, case_no, guided.choice(possible))
        _check(desk, case_no)
    ended = desk.state(case_no) in CLOSED
    _end(desk, case_no)
    assert desk.state(case_no) in CLOSED
    if not ended:
        _check(desk, case_no)
    before = (desk.version(case_no), desk.state(case_no), len(desk.posted(case_no)))
    for verb in STAFF_VERBS:
        _try(desk, case_no, verb)
    desk.withdrawn(case_no)
    assert (desk.version(case_no), desk.state(case_no), len(desk.posted(case_no))) == before, "an end stays"


def _try(desk: Desk, case_no: str, step: str) -> None:
    """Do a step if it is possible now; what is not is refused clearly, anything else is a defect."""
    if step == "withdraw":
        desk.withdrawn(case_no)
    elif step == "complete":
        desk.send(CASE_FORWARDED, case_no, forwarded(round=2))
    elif step == "hand_over":
        if desk.posted(case_no, "letter_requested"):
            desk.letter_registered(case_no)
            desk.letter_handed_over(case_no)
    else:
        _do(desk, case_no, step)


def _do(desk: Desk, case_no: str, verb: str) -> None:
    own = sorted(next(row for row in MOVES if row.verb == verb).roles)[0]
    name = PEOPLE[own]
    actor = Actor(None, name, STAFF[name], frozenset({own}))
    schema = VERBS[verb].schema()
    data = schema.load(body(verb) | {"version": desk.version(case_no)})
    with suppress(Refused), desk.service.work(actor) as work:
        VERBS[verb].action(work, case_no, **data)


def _end(desk: Desk, case_no: str) -> None:
    """Every case can end: the applicant may always take it back."""
    if desk.state(case_no) not in CLOSED:
        desk.withdrawn(case_no)


def _check(desk: Desk, case_no: str) -> None:
    with desk.service.reading() as session:
        case = session.get_one(Case, case_no)
        stays = session.execute(select(Stay).where(Stay.case_no == case_no).order_by(Stay.left_at)).scalars().all()
        reports = session.execute(select(Report.number).where(Report.case_no == case_no)).scalars().all()
        sent = session.execute(select(outbox.c.receiver, outbox.c.sequence).where(outbox.c.case_no == case_no)).all()
    state = State(case.state)
    closed = state in CLOSED
    assert closed == (case.ended_at is not None)
    assert closed or state == State.RETURNED_TO_DESK or deadlines.OWNERS[state], "somebody has it"
    assert (case.due is None) == (closed or state == State.RETURNED_TO_DESK)
    assert case.paused_days >= 0
    assert closed or (case.paused_on is not None) == (state in deadlines.PAUSED)
    today = clock.local(clock.now()).date()
    limit = desk.service.office.classes[case.class_code]
    assert deadlines.used(case.clock_from, today, case.paused_days, limit, desk.service.calendar) >= 0
    assert all(stay.days >= 0 and stay.left_at >= stay.entered_at for stay in stays)
    assert sorted(reports) == list(range(1, len(reports) + 1))
    for receiver in {row.receiver for row in sent}:
        numbers = sorted(row.sequence for row in sent if row.receiver == receiver)
        assert numbers == list(range(1, len(numbers) + 1)), "no gap in what was handed over"
    assert sum(1 for row in desk.posted(case_no, "case_closed")) == int(closed)
