"""Messages of the neighbours: twice, out of order, and after the case has ended."""

from __future__ import annotations

import pytest

from services.handoffs.endings import LABELS, Ending
from services.handoffs.intake_to_review import CASE_FORWARDED, LAPOR_NOTED, WITHDRAWAL_REQUESTED
from services.handoffs.registry_to_review import CASE_ARCHIVED_REVIEW
from services.shared.audit import trail
from services.shared.calendar import clock
from tests.support.review import Desk, forwarded, new_case_no


def test_a_case_arrives_once_however_often_the_message_does(desk: Desk) -> None:
    case_no = new_case_no()
    envelope = desk.send(CASE_FORWARDED, case_no, forwarded())
    before = desk.see(case_no)
    assert [answer.outcome for answer in desk.take(envelope, envelope)] == ["done", "done"]
    after = desk.see(case_no)
    assert after["version"] == before["version"]
    assert len(after["files"]) == 2
    assert [row["stage"] for row in desk.posted(case_no, "case_progressed")] == ["verification"]


def test_a_withdrawal_that_overtakes_its_case_waits_for_it(desk: Desk) -> None:
    case_no = new_case_no()
    body = {"reason": "Sudah berdamai", "requested_at": clock.now()}
    late = desk.envelope(CASE_FORWARDED, case_no, forwarded(), sequence=1)
    early = desk.envelope(WITHDRAWAL_REQUESTED, case_no, body, sequence=2)
    assert desk.take(early) == []
    assert [answer.outcome for answer in desk.take(late)] == ["done", "done"]
    assert desk.state(case_no) == "closed_withdrawn"


def test_the_completed_file_comes_back_with_a_new_time_for_verification(desk: Desk) -> None:
    case_no = desk.case("returned_to_desk")
    returned = desk.posted(case_no, "case_returned")[0]
    assert returned["missing"] == ["Yang kurang untuk diuji"]
    assert returned["returned_by"] == "Contoh Rondonuwu, S.Sos."
    paused = desk.see(case_no)
    assert (paused["paused"], paused["due"], paused["days_left"]) == (True, None, None)

    kept = [file["id"] for file in paused["files"]]
    body = forwarded(round=2, complaint_story="Dilengkapi surat jual beli tahun 1998.")
    desk.send(CASE_FORWARDED, case_no, body)
    case = desk.see(case_no)
    assert (case["state"], case["round"], case["paused"]) == ("section_head_review", 2, False)
    assert case["story"].startswith("Dilengkapi")
    assert case["due"] is not None
    assert {file["id"] for file in case["files"]} > set(kept)
    assert desk.do(case_no, "report_to_camat")["state"] == "camat_review"


def test_a_withdrawal_ends_the_case_and_stops_its_letter(desk: Desk) -> None:
    case_no = desk.case("letter_requested")
    envelope = desk.withdrawn(case_no)
    assert desk.state(case_no) == "closed_withdrawn"
    (cancelled,) = desk.posted(case_no, "letter_cancelled")
    assert cancelled["letter_id"] == desk.letter_id(case_no)
    (ended,) = desk.posted(case_no, "case_ended", "registry")
    assert (ended["outcome"], ended["branch"]) == ("withdrawn", "8c>12b>withdrawn")
    desk.take(envelope)
    assert len(desk.posted(case_no, "case_closed")) == 1


def test_a_withdrawal_after_the_end_changes_nothing(desk: Desk) -> None:
    case_no = desk.case("closed_resolved_direct")
    before, posted = desk.see(case_no), desk.posted(case_no)
    desk.withdrawn(case_no)
    after = desk.see(case_no)
    assert (after["state"], after["version"]) == (before["state"], before["version"])
    assert desk.posted(case_no) == posted


def test_a_withdrawal_while_the_file_is_at_the_desk(desk: Desk) -> None:
    case_no = desk.case("returned_to_desk")
    desk.withdrawn(case_no)
    assert desk.state(case_no) == "closed_withdrawn"
    desk.send(CASE_FORWARDED, case_no, forwarded(round=2))
    assert desk.state(case_no) == "closed_withdrawn"


def test_letter_news_after_a_withdrawal_revive_nothing(desk: Desk) -> None:
    case_no = desk.case("letter_requested")
    desk.withdrawn(case_no)
    desk.letter_signed(case_no)
    desk.letter_registered(case_no)
    desk.letter_handed_over(case_no)
    case = desk.see(case_no)
    assert case["state"] == "closed_withdrawn"
    assert case["letters"][0]["progress"] == "cancelled"
    assert case["letters"][0]["number"], "the number that was given stays known"
    assert len(desk.posted(case_no, "case_closed")) == 1


def test_the_handover_of_a_letter_twice_ends_the_case_once(desk: Desk) -> None:
    case_no = desk.case("letter_requested")
    desk.letter_registered(case_no)
    envelope = desk.letter_handed_over(case_no)
    desk.take(envelope)
    desk.letter_handed_over(case_no)
    assert len(desk.posted(case_no, "case_ended", "registry")) == 1


@pytest.mark.parametrize(
    ("state", "ends", "step"),
    [
        ("letter_requested", "closed_resolved", "uncollected"),
        ("refusal_letter", "closed_declined", "refusal_uncollected"),
    ],
)
def test_a_letter_that_nobody_comes_for_ends_the_case_truly(desk: Desk, state: str, ends: str, step: str) -> None:
    case_no = desk.case(state)
    desk.letter_signed(case_no)
    desk.letter_registered(case_no)
    desk.letter_uncollected(case_no)
    (closed,) = desk.posted(case_no, "case_closed")
    (booked,) = desk.posted(case_no, "case_ended", "registry")
    assert desk.state(case_no) == ends
    assert closed["branch"].endswith(f">{step}") or closed["branch"] == step
    assert booked["summary"].startswith(LABELS[Ending(step)])
    assert (booked["told_at"], booked["told_how"]) == (None, "")
    desk.letter_handed_over(case_no)
    assert desk.state(case_no) == ends
    assert desk.see(case_no)["letters"][0]["progress"] == "handed_over"
    assert len(desk.posted(case_no, "case_closed")) == 1


def test_a_letter_that_was_fetched_or_cancelled_meanwhile_is_not_given_up(desk: Desk) -> None:
    case_no = desk.case("letter_requested")
    old = desk.letter_id(case_no)
    desk.do(case_no, "withdraw_decision")
    desk.letter_uncollected(case_no, old)
    assert desk.state(case_no) == "camat_decision"
    done = desk.case("letter_requested")
    desk.letter_done(done)
    desk.letter_uncollected(done)
    assert len(desk.posted(done, "case_closed")) == 1


def test_the_number_at_lapor_is_shown_found_and_told_to_the_register(desk: Desk) -> None:
    case_no = desk.case("team_assigned", lapor_no="9876501")
    assert desk.see(case_no)["lapor_no"] == "9876501"
    desk.send(LAPOR_NOTED, case_no, {"lapor_no": "9876502", "noted_at": clock.now()})
    page = desk.person("kasi").get("/review/cases?q=9876502").text
    assert case_no in page
    desk.withdrawn(case_no)
    (booked,) = desk.posted(case_no, "case_ended", "registry")
    assert booked["lapor_no"] == "9876502"


def test_an_old_letter_does_not_end_a_case_that_was_decided_anew(desk: Desk) -> None:
    case_no = desk.case("letter_requested")
    old = desk.letter_id(case_no)
    desk.do(case_no, "withdraw_decision")
    desk.do(case_no, "decide_written_letter", letter_kind="jawaban")
    new = desk.letter_id(case_no)
    assert new != old
    rows = {row["letter_id"]: row["progress"] for row in desk.see(case_no)["letters"]}
    assert rows == {old: "cancelled", new: "requested"}


def test_messages_of_unknown_cases_are_refused_with_a_reason(desk: Desk) -> None:
    body = {"reason": "x", "requested_at": clock.now()}
    (answer,) = desk.take(desk.envelope(WITHDRAWAL_REQUESTED, new_case_no(), body))
    assert (answer.outcome, answer.reason) == ("dead", "Missing: Pengaduan ini tidak dikenal di sini.")


def test_the_archive_tells_its_number(desk: Desk) -> None:
    case_no = desk.case("closed_resolved_direct")
    desk.archived(case_no)
    case = desk.see(case_no)
    assert case["archive_no"] == "ARS-1"
    assert case["timeline"][-1]["verb"] == "archived"


def test_the_audit_trail_stays_sound(desk: Desk) -> None:
    desk.case("oral_followup")
    with desk.service.reading() as session:
        assert trail.verify(session) == []


def test_a_file_that_lapsed_ends_with_words_of_its_own_and_not_as_the_applicants_act(desk: Desk) -> None:
    case_no = desk.case("returned_to_desk")
    reason = "Batas waktu melengkapi berkas sudah lewat, sehingga pengaduan dianggap dicabut."
    desk.send(WITHDRAWAL_REQUESTED, case_no, {"reason": reason, "requested_at": clock.now(), "lapsed": True})
    ended = desk.posted(case_no, "case_ended", "registry")[-1]
    assert ended["branch"].endswith(">lapsed")
    assert (ended["told_at"], ended["told_how"]) == (None, "")
    assert "oleh pemohon" not in ended["summary"]
    assert desk.see(case_no)["state_label"] == "Dianggap dicabut"
    assert "mengadu lagi" in desk.posted(case_no, "case_closed")[-1]["message"]


def test_the_archive_of_a_case_that_ended_at_the_desk_is_no_news_here(desk: Desk) -> None:
    now = clock.now()
    body = {"archived_at": now, "archive_no": "ARS-2026-0001", "retain_until": now.date()}
    case_no = new_case_no()
    envelope = desk.envelope(CASE_ARCHIVED_REVIEW, case_no, body, sequence=1)
    assert [answer.outcome for answer in desk.take(envelope)] == ["done"]
    assert desk.posted(case_no) == []
