"""Each branch of the procedure, from the desk's message to the end, by handlers and API."""

from __future__ import annotations

from typing import Any

import pytest

from services.shared.calendar import clock
from tests.support.review import Desk, today


def ends(desk: Desk, case_no: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """What the end of a case handed over: to intake, to the register, to the archive; each exactly once."""
    (closed,) = desk.posted(case_no, "case_closed")
    (ended,) = desk.posted(case_no, "case_ended", "registry")
    (dossier,) = desk.posted(case_no, "dossier_part")
    assert closed["branch"] == ended["branch"]
    assert closed["outcome"] == ended["outcome"]
    return closed, ended, dossier


def papers(dossier: dict[str, Any]) -> list[str]:
    return [document["role"] for document in dossier["documents"]]


def test_8a_the_camat_solves_it_directly(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    words = {"solution": "Pemilik rumah minta maaf.", "message": "Batas pukul 22.00 disepakati."}
    told = desk.do(case_no, "resolve_directly", told_how="phone", **words)
    assert told["state"] == "closed_resolved_direct"
    closed, ended, dossier = ends(desk, case_no)
    assert (closed["outcome"], closed["branch"]) == ("resolved_direct", "8a")
    assert closed["message"] == "Batas pukul 22.00 disepakati."
    assert ended["parts"] == ["intake", "review"]
    assert ended["told_how"] == "Telepon"
    assert papers(dossier) == ["verification", "follow_up_sheet"]


def test_8b_then_8a(desk: Desk) -> None:
    case_no = desk.case("camat_meeting")
    stage = desk.posted(case_no, "case_progressed")[-1]
    assert stage["stage"] == "meeting"
    assert "09.30 WITA" in stage["note"]
    assert desk.do(case_no, "record_meeting")["state"] == "camat_review"
    desk.do(case_no, "resolve_directly")
    _, ended, dossier = ends(desk, case_no)
    assert ended["branch"] == "8b>8a"
    assert papers(dossier) == [
        "verification",
        "minutes",
        "follow_up_sheet",
    ]  # the invitation is a letter, archived by its maker


def test_12a_oral_answer_with_two_coordinations(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    desk.do(case_no, "coordinate", kind="forkopimcam", partner="polsek")
    desk.do(case_no, "coordinate", username="tim2")
    desk.do(case_no, "submit_report")
    desk.do(case_no, "decide_oral_answer")
    assert desk.do(case_no, "convey_and_close", reference="")["state"] == "closed_resolved"
    closed, ended, dossier = ends(desk, case_no)
    assert (ended["outcome"], ended["branch"]) == ("resolved", "8c>10a+10b>12a")
    assert papers(dossier) == ["verification", "disposition", "report", "follow_up_sheet"]
    assert closed["message"].startswith("Tanggapan Camat")
    verbs = [entry["verb"] for entry in dossier["timeline"]]
    assert verbs[0] == "receive"
    assert verbs[-1] == "convey_and_close"


def test_12b_letter_to_the_applicant(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    desk.do(case_no, "submit_report", recommendation="Beri surat tanggapan berisi hasil mediasi.")
    desk.do(case_no, "decide_written_letter")
    (asked,) = desk.posted(case_no, "letter_requested")
    assert asked["to_applicant"]
    assert asked["recipient"] == {"name": "Ferdinand Karundeng", "place": "Makasili"}
    assert asked["team"] == ["tim1", "tim2"]
    assert asked["recommendation"].startswith("Beri surat")
    desk.letter_signed(case_no, "in_review")
    desk.letter_signed(case_no, "correcting")
    desk.letter_signed(case_no)
    desk.letter_registered(case_no)
    assert desk.see(case_no)["letters"][0]["number"] == "337/001/KEC-KMB/XI/2026"
    desk.letter_handed_over(case_no)
    assert desk.state(case_no) == "closed_resolved"
    assert len(desk.posted(case_no, "case_ended", "letters")) == 1
    _, ended, _ = ends(desk, case_no)
    assert ended["letter_number"] == "337/001/KEC-KMB/XI/2026"
    assert ended["parts"] == ["intake", "review", f"letters:{asked['letter_id']}"]
    assert ended["branch"] == "8c>12b"


def test_12b_handover_that_overtakes_the_registration_ends_the_case_with_its_number(desk: Desk) -> None:
    case_no = desk.case("letter_requested")
    desk.letter_handed_over(case_no)
    assert desk.state(case_no) == "letter_requested"
    desk.letter_registered(case_no, "337/009/KEC-KMB/XI/2026")
    assert desk.state(case_no) == "closed_resolved"
    assert ends(desk, case_no)[1]["letter_number"] == "337/009/KEC-KMB/XI/2026"


def test_12c_with_letter_waits_for_its_number(desk: Desk) -> None:
    case_no = desk.case("camat_decision")
    desk.do(case_no, "decide_delegation", with_letter=True)
    (asked,) = desk.posted(case_no, "letter_requested")
    assert (asked["letter_kind"], asked["step"], asked["to_applicant"]) == ("delegation", "12c", False)
    refused = desk.do(case_no, "convey_and_close", expect=422, reference="")
    assert "belum diregistrasi" in refused["message"]
    desk.letter_signed(case_no)
    desk.do(case_no, "convey_and_close", expect=422, reference="")
    desk.letter_registered(case_no)
    assert desk.do(case_no, "convey_and_close", reference="")["state"] == "closed_transferred"
    closed, ended, _ = ends(desk, case_no)
    assert ended["outcome"] == "transferred"
    assert f"dengan surat nomor 337/001/KEC-KMB/XI/2026 tanggal {clock.long_date(today())}" in closed["message"]


def test_12c_without_letter_needs_a_reference_or_a_receipt(desk: Desk) -> None:
    case_no = desk.case("transfer_followup")
    assert "reference" in desk.do(case_no, "convey_and_close", expect=422, reference="")["errors"]
    answer = desk.person("tim1").post(
        f"/review/api/cases/{case_no}/files?role=follow_up",
        data=b"%PDF-1.4 tanda terima",
        headers={"X-File-Name": "resi.pdf"},
    )
    assert answer.status_code == 201
    assert desk.do(case_no, "convey_and_close", reference="")["state"] == "closed_transferred"
    assert "follow_up" in papers(ends(desk, case_no)[2])


def test_12d_says_where_the_case_went_with_number_and_date(desk: Desk) -> None:
    case_no = desk.case("law_followup")
    assert desk.do(case_no, "convey_and_close", reference_on="2026-11-28")["state"] == "closed_reported_to_law"
    closed, ended, _ = ends(desk, case_no)
    assert ended["outcome"] == "reported_to_law"
    assert "Polsek Motoling (STPL/12/XI/2026, 28 November 2026)." in closed["message"]


@pytest.mark.parametrize("verb", ["decide_delegation", "decide_report_law"])
def test_what_the_decision_sends_along_is_listed_with_its_hash(desk: Desk, verb: str) -> None:
    case_no = desk.case("camat_decision")
    of_case = {file["role"]: file for file in desk.see(case_no)["files"]}
    card, photo, report = (of_case[role]["id"] for role in ("id_card", "evidence", "report"))
    page = desk.person("camat").get(f"/review/cases/{case_no}").text
    assert f'value="{photo}"' in page
    assert f'value="{card}"' not in page, "the applicant's own papers are not offered"
    refused = desk.do(case_no, verb, enclosed=[card], expect=422)
    assert "KTP" in refused["errors"]["enclosed"][0]
    case = desk.do(case_no, verb, enclosed=[photo, report], with_letter=True)
    assert [file["sha256"] for file in case["decisions"][-1]["enclosed"]] == ["a" * 64, of_case["report"]["sha256"]]
    (asked,) = desk.posted(case_no, "letter_requested")
    assert f"1. foto_patok.jpg, 3 byte, {'a' * 64}\n" in asked["conclusion"]
    assert "2. Laporan tim 1" in asked["conclusion"]


def test_12d_the_report_number_comes_later_and_the_applicant_is_told(desk: Desk) -> None:
    case_no = desk.case("law_followup")
    desk.do(case_no, "convey_and_close", reference="")
    assert "Nomor laporannya menyusul." in ends(desk, case_no)[0]["message"]
    desk.do(case_no, "note_report_number", username="tim3", expect=404)
    case = desk.do(case_no, "note_report_number", username="tim1", number="LP/B/12/XI/2026")
    assert (case["state"], case["follow_ups"][-1]["reference"]) == ("closed_reported_to_law", "LP/B/12/XI/2026")
    (told,) = desk.posted(case_no, "case_amended")
    assert "LP/B/12/XI/2026" in told["message"]
    assert "menyusul" not in told["message"]
    desk.do(case_no, "note_report_number", username="tim1", number="LP/B/12/XI/2026")  # pressed twice is as once
    desk.do(case_no, "note_report_number", username="tim1", number="LP/B/13/XI/2026", expect=409)
    assert len(desk.posted(case_no, "case_amended")) == 1


def test_7_no_declined_with_notice(desk: Desk) -> None:
    case_no = desk.case()
    declined = desk.do(case_no, "decline", reason="Materi bukan urusan ketenteraman umum.")
    assert declined["state"] == "refusal_letter"
    desk.letter_done(case_no)
    closed, ended, dossier = ends(desk, case_no)
    assert (ended["outcome"], ended["branch"]) == ("declined", "7-no")
    assert "bukan urusan ketenteraman" in closed["message"]
    assert papers(dossier) == ["verification"]  # the letter itself comes from letters and registry


def test_hand_over_at_10c_proposes_12c(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    desk.do(case_no, "coordinate", kind="agency", mode="hand_over", partner="inspektorat")
    case = desk.do(case_no, "submit_report")
    assert case["reports"][0]["proposes"] == "12c"


def test_a_returned_report_goes_round_once_more(desk: Desk) -> None:
    case_no = desk.case("camat_decision")
    assert desk.do(case_no, "return_report", note="Lengkapi keterangan saksi.")["state"] == "team_assigned"
    desk.do(case_no, "coordinate")
    case = desk.do(case_no, "submit_report")
    assert [report["number"] for report in case["reports"]] == [1, 2]
    assert case["reports"][0]["returned_note"] == "Lengkapi keterangan saksi."


@pytest.mark.parametrize("state", ["oral_followup", "transfer_followup", "law_followup", "letter_requested"])
def test_a_decision_is_taken_back_while_nothing_left_the_house(desk: Desk, state: str) -> None:
    case_no = desk.case(state)
    assert desk.do(case_no, "withdraw_decision")["state"] == "camat_decision"
    assert len(desk.posted(case_no, "letter_cancelled")) == (state == "letter_requested")
    case = desk.do(case_no, "decide_oral_answer")
    assert case["branch"] == "8c>12a"


def test_a_decision_stays_once_its_letter_is_signed(desk: Desk) -> None:
    case_no = desk.case("letter_requested")
    desk.letter_signed(case_no)
    assert "sudah ditandatangani" in desk.do(case_no, "withdraw_decision", expect=422)["message"]
    assert desk.posted(case_no, "letter_cancelled") == []


def test_every_letter_that_was_ever_asked_for_is_a_part_of_the_archive(desk: Desk) -> None:
    case_no = desk.case("letter_requested")
    desk.do(case_no, "withdraw_decision")
    desk.do(case_no, "decide_oral_answer")
    desk.do(case_no, "convey_and_close")
    letter_id = desk.letter_id(case_no)
    assert ends(desk, case_no)[1]["parts"] == ["intake", "review", f"letters:{letter_id}"]
