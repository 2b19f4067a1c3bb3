"""Step 7 is a conversation: section head and Camat ask and answer, the Camat sends back, or declines himself."""

from __future__ import annotations

import pytest

from tests.review.test_branches import ends
from tests.support import notices
from tests.support.review import Desk


def rung(desk: Desk, username: str, case_no: str) -> list[str]:
    """The texts of the bells about a case that somebody has not read, and that are not over."""
    desk.office.send_notices("review")
    found = notices.bells(desk.service, username, case_no)
    return [row.text for row in found if row.read_at is None]


def said(desk: Desk, case_no: str) -> list[tuple[str, str, str]]:
    return [(row["role"], row["kind"], row["text"]) for row in desk.see(case_no)["consultations"]]


def test_the_report_carries_a_question_which_is_answered_where_the_case_stays(desk: Desk) -> None:
    case_no = desk.case()
    case = desk.do(case_no, "report_to_camat", question="Apakah ini dimediasi atau diserahkan kepada tim?")
    assert said(desk, case_no) == [("section_head", "question", "Apakah ini dimediasi atau diserahkan kepada tim?")]
    answered = desk.do(case_no, "consult", username="camat", text="Mediasi dahulu.")
    assert (answered["state"], answered["version"]) == ("camat_review", case["version"] + 1)
    assert f"{case_no}: jawaban Camat untuk Anda" in rung(desk, "kasi", case_no)
    desk.do(case_no, "consult", username="camat", text="Siapa saksinya?")
    assert [kind for _, kind, _ in said(desk, case_no)] == ["question", "answer", "question"]
    desk.do(case_no, "consult", username="kasi", text="Hukum Tua dan dua tetangga.")
    assert rung(desk, "kasi", case_no) == [], "who answered owes nothing any more"
    assert f"{case_no}: jawaban Kasi untuk Anda" in rung(desk, "camat", case_no)
    page = desk.person("camat").get(f"/review/cases/{case_no}").text
    assert "Mediasi dahulu." in page
    assert desk.posted(case_no, "case_progressed")[-1]["stage"] == "camat", "the applicant is told nothing of it"
    assert len(desk.posted(case_no, "case_progressed")) == 2
    desk.do(case_no, "dispose_to_team")
    assert "jawaban" not in " ".join(rung(desk, "camat", case_no)), "over when the case goes on"


def test_what_the_camat_sends_back_comes_filled_and_is_marked_in_the_list(desk: Desk) -> None:
    case_no = desk.case()
    notes = {"accurate": "Cocok dengan surat 1998"}
    desk.do(case_no, "report_to_camat", analysis="Batas kebun tercatat pada surat 1998.", notes=notes)
    sent = desk.do(case_no, "send_back", instruction="Mintakan salinan surat ukur.")
    assert sent["state"] == "section_head_review"
    page = desk.person("kasi").get(f"/review/cases/{case_no}").text
    for words in ("Batas kebun tercatat pada surat 1998.", "Cocok dengan surat 1998", "Mintakan salinan surat ukur."):
        assert words in page
    assert "checked" in page
    listed = desk.person("kasi").get(f"/review/cases?q={case_no}").text
    assert "Dikembalikan Camat" in listed
    assert desk.posted(case_no, "case_progressed")[-1]["stage"] == "verification"
    assert desk.do(case_no, "report_to_camat")["returned_at"] is None
    assert "Dikembalikan Camat" not in desk.person("kasi").get(f"/review/cases?q={case_no}").text


def test_a_returned_team_report_is_marked_in_the_list(desk: Desk) -> None:
    case_no = desk.case("camat_decision")
    desk.do(case_no, "return_report")
    assert "Dikembalikan Camat" in desk.person("tim1").get(f"/review/cases?q={case_no}").text
    desk.do(case_no, "coordinate")
    assert desk.see(case_no)["returned_at"], "what only adds to the case does not end it"
    desk.do(case_no, "submit_report")
    assert desk.see(case_no)["returned_at"] is None


def test_the_camat_declines_himself_by_the_offices_letter(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    desk.do(case_no, "refuse", username="kasi", expect=403)
    refused = desk.do(case_no, "refuse", reason="Perkara ini sudah diputus pengadilan.")
    assert refused["state"] == "refusal_letter"
    (asked,) = desk.posted(case_no, "letter_requested")
    assert (asked["step"], asked["letter_kind"], asked["team"]) == ("7", "refusal", ["kasi"])
    assert asked["proposer"]["username"] == "camat"
    desk.letter_done(case_no)
    closed, ended, _ = ends(desk, case_no)
    assert (ended["outcome"], ended["branch"]) == ("declined", "7-no")
    assert "sudah diputus pengadilan" in closed["message"]


def test_what_the_camat_declined_himself_is_taken_back_by_the_camat_alone(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    desk.do(case_no, "refuse")
    assert "withdraw_refusal" not in desk.see(case_no, "kasi")["verbs"]
    desk.do(case_no, "withdraw_refusal", username="kasi", expect=403)
    assert desk.do(case_no, "withdraw_refusal", username="camat")["state"] == "section_head_review"
    desk.do(case_no, "decline")
    assert desk.do(case_no, "withdraw_refusal", username="kasi")["state"] == "section_head_review", "his own proposal"


@pytest.mark.parametrize("verb", ["consult", "send_back", "refuse"])
def test_nobody_else_speaks_in_it(desk: Desk, verb: str) -> None:
    case_no = desk.case("camat_review")
    for username in ("tim1", "auditor", "loket1"):
        desk.do(case_no, verb, username=username, expect=403)
    assert said(desk, case_no) == []
