"""The clock of a case: limits per class and step, pauses, escalation; and the vectors of office-rules 7 through it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from services.handoffs.intake_to_review import CASE_FORWARDED
from services.review.queries.deadlines import due_things
from services.review.rules import deadlines
from services.review.states import OPEN, State
from services.review.tables import FollowUp
from services.shared.calendar.working_days import WorkingDays
from services.shared.config.office import HolidayCorrections, Limit
from services.shared.rights.people import Role
from tests.support import notices
from tests.support.review import Desk, escalate, forwarded, today

PLAIN = WorkingDays(HolidayCorrections())
WORKING, CALENDAR = Limit(days=14, unit="working"), Limit(days=14, unit="calendar")
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("start", "limit", "day"),
    [
        (date(2026, 3, 16), 3, date(2026, 3, 26)),
        (date(2026, 3, 16), 60, date(2026, 6, 25)),
        (MONDAY, 14, date(2026, 12, 11)),
        (MONDAY, 60, date(2027, 2, 22)),
        (date(2026, 12, 21), 5, date(2026, 12, 30)),
        (date(2026, 12, 21), 60, date(2027, 4, 1)),
    ],
)
def test_the_offices_vectors(start: date, limit: int, day: date) -> None:
    assert deadlines.answer_by(start, Limit(days=limit, unit="working"), 0, PLAIN) == day


def test_a_pause_moves_the_promised_day_in_the_limits_own_unit() -> None:
    friday, monday = date(2026, 11, 27), date(2026, 11, 30)
    assert deadlines.days(friday, monday, WORKING, PLAIN) == 1
    assert deadlines.days(friday, monday, CALENDAR, PLAIN) == 3
    assert deadlines.answer_by(MONDAY, CALENDAR, 3, PLAIN) == MONDAY + timedelta(days=17)
    assert deadlines.used(MONDAY, monday, 1, WORKING, PLAIN) == 4


@pytest.mark.parametrize(
    ("state", "agreed", "due"),
    [
        (State.SECTION_HEAD_REVIEW, None, date(2026, 11, 26)),
        (State.RETURNED_TO_DESK, None, None),
        (State.CAMAT_MEETING, date(2026, 12, 2), date(2026, 12, 2)),
        (State.TEAM_ASSIGNED, date(2026, 12, 1), date(2026, 12, 1)),
        (State.TEAM_ASSIGNED, date(2026, 11, 20), date(2026, 11, 26)),  # a report that came back after its day
        (State.CLOSED_RESOLVED, None, None),
    ],
)
def test_the_day_of_a_step(state: State, agreed: date | None, due: date | None) -> None:
    limit = Limit(days=3, unit="working")
    found = deadlines.step_due(state, MONDAY, date(2026, 12, 11), limit, PLAIN, agreed=agreed)
    assert found == due


def test_no_step_lasts_beyond_the_promise_and_without_a_limit_it_is_the_promise() -> None:
    promised = date(2026, 11, 24)
    assert deadlines.step_due(State.CAMAT_REVIEW, MONDAY, promised, Limit(days=9, unit="working"), PLAIN) == promised
    assert deadlines.step_due(State.CAMAT_REVIEW, MONDAY, promised, None, PLAIN) == promised


def test_every_open_state_has_an_owner_but_the_one_that_waits_for_the_applicant() -> None:
    assert set(OPEN) - set(deadlines.OWNERS) == {State.RETURNED_TO_DESK}
    assert deadlines.escalation(State.TEAM_ASSIGNED, 1) == Role.SECTION_HEAD
    assert deadlines.escalation(State.TEAM_ASSIGNED, 2) == Role.CAMAT
    assert deadlines.escalation(State.TEAM_ASSIGNED, 3) is None


@given(st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.integers(0, 90), st.integers(0, 90), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_clock_is_never_negative(start: date, later: int, paused: int, working: bool) -> None:
    limit = WORKING if working else CALENDAR
    end = start + timedelta(days=later)
    assert deadlines.used(start, end, paused, limit, PLAIN) >= 0
    assert deadlines.days(end, start, limit, PLAIN) == 0
    assert deadlines.answer_by(start, limit, paused, PLAIN) >= deadlines.answer_by(start, limit, 0, PLAIN)


def test_steps_have_the_offices_limits_and_a_class_its_own(desk: Desk) -> None:
    far = today() + timedelta(days=90)
    calendar, office = desk.service.calendar, desk.service.office

    def limit(step: str) -> str:
        return calendar.deadline(today(), office.limits[step]).isoformat()

    case_no = desk.case(deadline=far)
    assert desk.see(case_no)["due"] == limit("verification")
    assert desk.do(case_no, "report_to_camat")["due"] == limit("direction")
    assert desk.do(case_no, "dispose_to_team")["due"] == (today() + timedelta(days=7)).isoformat()
    assert desk.do(case_no, "submit_report")["due"] == limit("decision")
    own = office.limit("disposition", "oversight")
    assert own is not None
    assert own.days > office.limits["disposition"].days


def test_another_class_has_another_promise_from_the_same_day(desk: Desk) -> None:
    case_no = desk.case()
    case = desk.do(case_no, "report_to_camat", class_code="oversight")
    office = desk.service.office
    assert case["deadline"] == desk.service.calendar.deadline(today(), office.classes["oversight"]).isoformat()
    assert desk.posted(case_no, "case_progressed")[-1]["deadline"] == case["deadline"]


def test_the_clock_stands_still_while_the_applicant_is_awaited(desk: Desk) -> None:
    case_no = desk.case("returned_to_desk", deadline=today() + timedelta(days=20))
    assert desk.see(case_no)["clock_paused"]
    _shift(desk, case_no, 10)
    desk.send(CASE_FORWARDED, case_no, forwarded(round=2))
    case = desk.see(case_no)
    stood = desk.service.calendar.between(today() - timedelta(days=10), today())
    promised = desk.service.calendar.add(today() + timedelta(days=20), stood)
    assert (case["clock_paused"], case["paused_days"], case["deadline"]) == (False, stood, promised.isoformat())


def test_a_talk_pauses_the_clock_until_its_minutes(desk: Desk) -> None:
    case_no = desk.case("camat_meeting")
    met = desk.see(case_no)
    assert (met["clock_paused"], met["due"]) == (True, met["meetings"][0]["held_on"])
    assert not desk.do(case_no, "record_meeting")["clock_paused"]


def _shift(desk: Desk, case_no: str, days: int) -> None:
    """As if the pause had begun so many days ago."""
    with desk.service.reading() as session:
        session.execute(
            text("update cases set paused_on = paused_on - :days where case_no = :no"), {"days": days, "no": case_no}
        )


def items(desk: Desk, username: str) -> list[str]:
    found: list[str] = []
    after: Any = ""
    while after is not None:
        page = desk.person(username).ask(f"/review/api/work?limit=100&after={after}")
        found, after = found + [item["case_no"] for item in page["items"]], page["next"]
    return found


def test_a_late_case_goes_up_level_by_level_and_comes_down_with_the_next_step(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    due = date.fromisoformat(desk.see(case_no)["due"])
    first, second = goes_up(desk, due, 1), goes_up(desk, due, 2)
    escalate(desk.service, first - timedelta(days=1))
    assert case_no not in items(desk, "kasi")
    escalate(desk.service, first)
    assert case_no in items(desk, "kasi")
    assert case_no not in items(desk, "camat")
    assert "lewat batas waktu" in desk.person("kasi").get(f"/review/cases/{case_no}").text
    escalate(desk.service, second - timedelta(days=1))
    assert case_no not in items(desk, "camat")
    escalate(desk.service, second)
    assert case_no in items(desk, "camat")
    assert [e["verb"] for e in desk.see(case_no)["timeline"]].count("escalate") == 2
    case = desk.do(case_no, "submit_report")
    assert (case["escalation"], case["escalated_to"]) == (0, None)
    assert case_no not in items(desk, "kasi")


def goes_up(desk: Desk, due: date, level: int) -> date:
    """By the office's limits: the first level after ``notices.escalate_after``, one more after each further limit."""
    office, calendar = desk.service.office, desk.service.calendar
    day = calendar.deadline(due, office.notices.escalate_after) + timedelta(days=1)
    return day if level == 1 else calendar.add(day, office.limits["escalation"].days * (level - 1))


@pytest.mark.parametrize(
    ("state", "levels"),
    [
        ("section_head_review", [("camat", "verification_escalated")]),
        ("camat_review", [("section_head", "camat_escalated"), ("auditor", "camat_escalated")]),
        ("team_assigned", [("section_head", "disposition_escalated"), ("camat", "disposition_escalated")]),
        ("oral_followup", [("section_head", "follow_up_escalated"), ("camat", "follow_up_escalated")]),
    ],
)
def test_one_rule_says_who_is_told_and_who_sees_the_case(desk: Desk, state: str, levels: list[tuple[str, str]]) -> None:
    """Work list and notice go together, and reminders add no level of their own."""
    case_no = desk.case(state)
    due = date.fromisoformat(desk.see(case_no)["due"])
    for level in range(1, len(levels) + 1):
        day = goes_up(desk, due, level)
        told = levels[:level]
        notices.remind(desk.office, "review", notices.at(day.isoformat()))
        escalate(desk.service, day)
        assert desk.see(case_no)["escalated_to"] == told[-1][0]
        up = [line for line in notices.told(desk.service, case_no) if line[1].endswith("_escalated")]
        assert up == [(f"role:{role}", kind) for role, kind in told]
    escalate(desk.service, due + timedelta(days=90))
    assert desk.see(case_no)["escalation"] == len(levels)


def test_everything_with_a_day_is_found_by_one_query(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    desk.do(case_no, "assign_task")
    desk.do(case_no, "coordinate", result="", due_on=(today() + timedelta(days=4)).isoformat())
    ended = desk.case("closed_transferred")
    things = due_things().subquery()
    with desk.service.reading() as session:
        rows = session.execute(select(things).where(things.c.case_no.in_([case_no, ended]))).all()
    found = {(row.case_no, row.thing, row.role or row.username) for row in rows}
    assert found == {
        (case_no, "case", "tim1"),
        (case_no, "case", "tim2"),
        (case_no, "task", "tim2"),
        (case_no, "coordination", "tim1"),
        (ended, "partner_answer", "tim1"),
    }


def test_the_answer_of_a_partner_is_noted_on_a_case_that_stays_ended(desk: Desk) -> None:
    case_no = desk.case("closed_transferred")
    with desk.service.database.transaction() as session:
        session.execute(update(FollowUp).filter_by(case_no=case_no).values(due_on=date(2026, 1, 5)))  # none before it
    owed = desk.person("tim1").ask("/review/api/work")["owed"]
    assert (case_no, "partner_answer") in [(row["case_no"], row["thing"]) for row in owed]
    assert "Catat tanggapan instansi" in desk.person("tim1").get(f"/review/cases/{case_no}").text
    desk.do(case_no, "note_partner_answer", username="tim3", expect=404)
    answer = {"answer": "Inspektorat sedang memeriksa."}
    case = desk.do(case_no, "note_partner_answer", **answer)
    assert case["state"] == "closed_transferred"
    assert case["follow_ups"][-1]["answer"] == "Inspektorat sedang memeriksa."
    assert desk.do(case_no, "note_partner_answer", **answer)["version"] == case["version"], "pressed twice is as once"
    desk.do(case_no, "note_partner_answer", answer="Lain lagi sekarang", expect=409)
    assert case_no not in [row["case_no"] for row in desk.person("tim1").ask("/review/api/work")["owed"]]


def test_a_year_without_collective_leave_is_told() -> None:
    assert PLAIN.has_leave(2027)
    assert not PLAIN.has_leave(2031)
    assert WorkingDays(HolidayCorrections(add=(date(2031, 1, 2),))).has_leave(2031)
