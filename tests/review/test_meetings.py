"""Step 8b: people are invited, the meeting is moved, called off or held, with or without an agreement; or at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from services.review.tables import Meeting
from tests.support.review import Desk, in_days, next_open_day, today


def invitations(desk: Desk, case_no: str) -> list[str]:
    return [body["_kind"] for body in desk.posted(case_no) if body["_kind"].startswith("invitation")]


def test_an_appointment_is_told_at_once_and_its_letter_follows_as_it_is_sealed(desk: Desk) -> None:
    case_no = desk.case("camat_meeting")
    (first,) = desk.posted(case_no, "invitation")
    assert (first["kind"], first["held_on"], first["clock_time"]) == ("face_to_face", next_open_day(), "09.30")
    assert first["papers"] == [], "the letter waits for one press; the applicant does not"
    assert "Karundeng" not in str(first), "whom it invites stands on the paper alone"
    (asked,) = desk.letters_of(case_no, "invitation")
    assert (asked["to_applicant"], asked["proposer"]["username"], asked["team"]) == (True, "camat", ["kasi"])
    desk.letter_sealed(case_no, asked)
    (ready,) = desk.posted(case_no, "invitation_papers")
    assert (ready["meeting_id"], ready["awaited"]) == (first["meeting_id"], 0)
    assert [paper["role"] for paper in ready["papers"]] == ["invitation"]

    desk.do(case_no, "move_meeting", time="13.00")
    (moved,) = desk.posted(case_no, "invitation_changed")
    assert (moved["meeting_id"], moved["clock_time"], moved["missed"]) == (first["meeting_id"], "13.00", False)
    again = desk.letters_of(case_no, "invitation")[-1]
    assert again["former"].startswith("surat kami nomor 300.1.4/001/KEC-KMB/XI/2026 tanggal")
    assert desk.posted(case_no, "letter_cancelled") == [], "the number that went out is not taken back, nor used again"
    desk.do(case_no, "move_meeting", time="14.00")
    (gone,) = desk.posted(case_no, "letter_cancelled")
    assert gone["letter_id"] == again["letter_id"], "what nobody signed yet is taken back"
    assert desk.letters_of(case_no, "invitation")[-1]["former"] == again["former"]
    case = desk.do(case_no, "record_meeting", result="not_agreed", agreement="")
    (meeting,) = case["meetings"]
    assert (meeting["state"], meeting["result"], meeting["moves"]) == ("held", "not_agreed", 2)
    (held,) = desk.posted(case_no, "invitation_result")
    assert (held["meeting_id"], held["result"]) == (first["meeting_id"], "not_agreed")
    assert set(held) == {"meeting_id", "result", "at", "_kind", "_receiver"}, "not a word of what was said"


def test_who_does_not_come_gets_a_second_date_or_the_case_goes_on_without(desk: Desk) -> None:
    case_no = desk.case("camat_meeting")
    early = desk.do(case_no, "move_meeting", expect=422, missed=True)
    assert early["errors"]["missed"]
    with desk.service.database.transaction() as session:
        session.execute(update(Meeting).where(Meeting.case_no == case_no).values(held_on=today()))
    desk.do(case_no, "move_meeting", missed=True, reason="Pemohon tidak datang")
    assert desk.posted(case_no, "invitation_changed")[-1]["missed"]
    with desk.service.database.transaction() as session:
        session.execute(update(Meeting).where(Meeting.case_no == case_no).values(held_on=today()))
    case = desk.do(case_no, "cancel_meeting", missed=True, reason="Dua kali tidak datang")
    assert (case["state"], case["meetings"][0]["state"], case["meetings"][0]["missed"]) == ("camat_review", "missed", 2)
    assert desk.posted(case_no, "invitation_cancelled")[-1]["missed"]
    assert desk.do(case_no, "call_face_to_face")["state"] == "camat_meeting", "and may be invited again"


def test_whoever_has_a_letter_gets_another_when_the_meeting_is_called_off(desk: Desk) -> None:
    case_no = desk.mediation("camat_meeting")
    first, second = desk.letters_of(case_no, "invitation")
    desk.letter_sealed(case_no, second)
    (ready,) = desk.posted(case_no, "invitation_papers")
    assert (len(ready["papers"]), ready["awaited"]) == (1, 1)
    assert "Tumbel" not in str(ready), "nor does a file's name say whom it invites"
    desk.do(case_no, "cancel_meeting", reason="Kedua pihak sudah berdamai")
    (off,) = desk.letters_of(case_no, "invitation_off")
    assert (off["recipient"], "300.1.4/001" in off["former"]) == (second["recipient"], True)
    assert [gone["letter_id"] for gone in desk.posted(case_no, "letter_cancelled")] == [first["letter_id"]]
    desk.letter_sealed(case_no, off, "300.1.4/002/KEC-KMB/XI/2026")
    assert len(desk.posted(case_no, "invitation_papers")[-1]["papers"]) == 1
    desk.letter_sealed(case_no, first, "300.1.4/003/KEC-KMB/XI/2026")
    assert len(desk.posted(case_no, "invitation_papers")) == 2, "nobody gets a letter that was taken back"


def test_an_agreement_is_written_down_or_there_is_none(desk: Desk) -> None:
    case_no = desk.case("camat_meeting")
    assert desk.do(case_no, "record_meeting", expect=422, agreement="")["errors"]["agreement"]
    assert desk.do(case_no, "record_meeting", result="continued", agreement="")["state"] == "camat_review"


def test_a_talk_at_once_needs_no_appointment_and_tells_the_desk_of_none(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    case = desk.do(case_no, "talk_now")
    (meeting,) = case["meetings"]
    assert (case["state"], case["branch"]) == ("camat_review", "8b")
    assert (meeting["state"], meeting["held_on"]) == ("held", today().isoformat())
    assert [file["role"] for file in case["files"] if file["origin"] == "paper"] == ["verification", "minutes"]
    assert invitations(desk, case_no) == []


@pytest.mark.parametrize("day", ["2026-01-01", "2030-01-05"])
def test_nobody_is_invited_to_a_closed_office(desk: Desk, day: str) -> None:
    case_no = desk.case("camat_meeting")
    assert desk.do(case_no, "move_meeting", expect=422, date=day)["errors"]["date"]


def test_what_went_out_keeps_its_number_whatever_the_case_ends_in(desk: Desk) -> None:
    case_no = desk.mediation("camat_meeting")
    first, second = desk.letters_of(case_no, "invitation")
    desk.letter_sealed(case_no, first)
    with desk.service.database.transaction() as session:
        session.execute(
            update(Meeting).where(Meeting.case_no == case_no).values(held_on=today() - timedelta(days=1))
        )  # fmt: skip
    desk.withdrawn(case_no)
    gone = [body["letter_id"] for body in desk.posted(case_no, "letter_cancelled")]
    assert gone == [second["letter_id"]], "what somebody has in hand is not BATAL"
    (meeting,) = desk.see(case_no)["meetings"]
    assert meeting["state"] == "unrecorded", "a day that is over is not called off"


def test_whatever_ends_the_case_calls_off_its_meeting(desk: Desk) -> None:
    case_no = desk.case("camat_meeting")
    desk.withdrawn(case_no)
    assert invitations(desk, case_no) == ["invitation", "invitation_cancelled"]
    assert desk.posted(case_no, "invitation_cancelled")[-1]["ended"]
    kinds = [body["_kind"] for body in desk.posted(case_no, receiver="intake")]
    assert kinds.index("invitation_cancelled") < kinds.index("case_closed")


def test_the_page_offers_another_day_with_what_was_set(desk: Desk) -> None:
    case_no = desk.case("camat_meeting")
    page = desk.person("camat").get(f"/review/cases/{case_no}").text
    form = page.split("/move-meeting", 1)[1].split("</form>", 1)[0]
    assert 'value="09:30"' in form or 'value="09.30"' in form
    assert in_days(0)
