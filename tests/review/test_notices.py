"""Reminders and new-work notices of steps 6 to 13: who hears what, once, and who is told next when it stays undone."""

from __future__ import annotations

from datetime import date, timedelta

from services.review.tables import Case
from services.shared.unit_of_work import Service
from tests.support import notices
from tests.support.office import TestOffice
from tests.support.review import OFFICIAL, Desk, escalate, today

HEAD, CAMAT = "role:section_head", "role:camat"
TEAM = ["person:tim1", "person:tim2"]


def service_of(office: TestOffice) -> Service:
    return office.service("review")


def due_of(service: Service, case_no: str) -> date:
    with service.reading() as session:
        due = session.get_one(Case, case_no).due
    assert due is not None
    return due


def remind(office: TestOffice, case_no: str, *days: date, hour: str = "08:00") -> list[tuple[str, str]]:
    """Run the reminders on these days; returns what was posted beside new work."""
    for day in days:
        notices.remind(office, "review", notices.at(day.isoformat(), hour))
    return [line for line in notices.told(service_of(office), case_no) if line[1] != "new_work"]


def test_whoever_has_the_next_step_hears_of_it(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case("team_assigned")
    office.send_notices("review")
    (rung,) = notices.bells(desk.service, "tim2", case_no)
    new = [line[0] for line in notices.told(desk.service, case_no) if line[1] == "new_work"]
    assert new == [HEAD, CAMAT, *TEAM]
    assert (rung.text, rung.link) == (f"{case_no} didisposisikan kepada Anda", f"/review/cases/{case_no}")
    assert notices.bells(desk.service, "tim3", case_no) == []
    assert "Ferdinand" not in str([row._mapping for row in notices.of(desk.service, case_no)])


def test_a_verb_that_is_refused_rings_no_bell(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case("camat_review")
    before = notices.told(desk.service, case_no)
    desk.do(case_no, "dispose_to_team", expect=422, members=["bukan-anggota"])
    assert notices.told(desk.service, case_no) == before


def test_verification_near_and_over_each_once(office: TestOffice) -> None:
    desk = Desk(office)
    case_no, calendar = desk.case(), desk.service.calendar
    due = due_of(desk.service, case_no)
    early = next(day for day in (due - timedelta(days=n) for n in range(1, 15)) if calendar.add(day, 1) < due)
    assert remind(office, case_no, early) == []
    assert remind(office, case_no, due, due) == [(HEAD, "verification_near")]
    day_after = due + timedelta(days=1)
    told = remind(office, case_no, day_after, calendar.add(due, 1))
    assert told == [(HEAD, "verification_near"), (HEAD, "verification_over")]
    assert remind(office, case_no, calendar.add(due, 2), calendar.add(due, 9)) == told  # the clock tells the next level


def test_the_day_ends_at_midnight_of_the_office(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case()
    due = due_of(desk.service, case_no)
    assert (HEAD, "verification_over") not in remind(office, case_no, due, hour="23:59")
    assert (HEAD, "verification_over") in remind(office, case_no, due + timedelta(days=1), hour="00:01")


def test_a_disposition_reminds_its_members(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case("team_assigned")
    due = due_of(desk.service, case_no)
    told = remind(office, case_no, desk.service.calendar.add(due, 2))
    assert told == [(name, "disposition_over") for name in TEAM]


def test_a_late_task_is_told_to_the_level_above_the_team(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case("team_assigned")
    due = desk.do(case_no, "assign_task")["tasks"][0]["due_on"]
    told = remind(office, case_no, desk.service.calendar.add(date.fromisoformat(due), 2))
    assert [line for line in told if line[1].startswith("task")] == [
        ("person:tim2", "task_over"),
        (HEAD, "task_escalated"),
    ]


def test_an_answer_that_a_partner_owes_reminds_until_it_is_noted(office: TestOffice) -> None:
    desk = Desk(office)
    open_one, closed = desk.case("team_assigned"), desk.case("team_assigned")
    for case_no, result in ((open_one, ""), (closed, "Sudah dijawab")):
        desk.do(case_no, "coordinate", result=result)
    due = desk.service.calendar.deadline(today(), desk.service.office.limits["partner_answer"])
    told = remind(office, open_one, due)
    assert [line for line in told if line[1] == "partner_answer_near"] == [(n, "partner_answer_near") for n in TEAM]
    assert not [line for line in remind(office, closed, due) if line[1].startswith("partner")]


def test_a_person_with_a_conflict_is_left_out(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case("team_assigned")
    desk.do(case_no, "mark_conflict", usernames=["tim2", "camat"])
    due = due_of(desk.service, case_no)
    remind(office, case_no, desk.service.calendar.add(due, 2))
    escalate(desk.service, desk.service.calendar.add(due, 2))
    reminders = [row for row in notices.of(desk.service, case_no) if row.kind != "new_work"]
    assert [row.recipient for row in reminders] == ["person:tim1", HEAD], "no Camat is free: the next in line"
    assert set(reminders[-1].not_for) == {"tim2", "camat"}


def test_a_case_that_waits_for_the_applicant_or_has_ended_reminds_nobody(office: TestOffice) -> None:
    desk = Desk(office)
    far = today() + timedelta(days=200)
    for state in ("returned_to_desk", "closed_declined"):
        assert remind(office, desk.case(state), far) == []


def test_a_moved_limit_reminds_anew(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case()
    due = due_of(desk.service, case_no)
    assert remind(office, case_no, due) == [(HEAD, "verification_near")]
    moved = desk.service.calendar.add(due, 3)
    with desk.service.database.transaction() as session:
        case = session.get_one(Case, case_no)
        case.due = case.verify_by = moved
    assert remind(office, case_no, due) == [(HEAD, "verification_near")]
    assert remind(office, case_no, moved) == [(HEAD, "verification_near")] * 2


def test_a_namesake_of_the_reported_official_hears_no_bell_and_the_next_in_line_does(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case(complaint_reported_official=OFFICIAL | {"name": "Drs. Contoh Mandey"})
    desk.do(case_no, "confirm_conflict", username="auditor")
    office.send_notices("review")  # a round for each: within one, bells have no order
    desk.do(case_no, "report_to_camat")
    office.send_notices("review")
    desk.see(case_no, "camat", expect=403)
    assert notices.bells(desk.service, "camat", case_no) == []
    assert [row.text for row in notices.bells(desk.service, "kasi", case_no)] == [
        f"{case_no} menunggu verifikasi Anda",
        f"{case_no} menunggu arahan Anda",
    ]


def test_reminders_leave_out_a_namesake_too(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case(complaint_reported_official=OFFICIAL | {"name": "Drs. Contoh Mandey"})
    desk.do(case_no, "confirm_conflict", username="auditor")
    due = due_of(desk.service, case_no)
    remind(office, case_no, desk.service.calendar.add(due, 2))
    escalate(desk.service, desk.service.calendar.add(due, 2))
    (told,) = [row for row in notices.of(desk.service, case_no) if row.kind == "verification_escalated"]
    assert told.recipient == HEAD, "the Camat's next in line is asked"
    assert told.not_for == ["camat"]


def test_who_may_not_hear_of_a_case_is_no_failure_of_a_channel(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case("camat_decision")
    desk.do(case_no, "mark_conflict", "kasi", usernames=["camat"], reason="Saudara ipar pemohon, kata keduanya.")
    office.send_notices("review")
    told = notices.of(desk.service, case_no)
    assert [row.recipient for row in told if row.failed_at] == []
    waiting = [row for row in told if row.recipient == CAMAT and row.text.endswith("menunggu keputusan Anda")]
    assert {(row.sent_at, row.done_how) for row in waiting} == {(None, "overtaken")}
