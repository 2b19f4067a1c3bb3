"""Step 14: the first draft, saving, submitting, and what a letter may not hold."""

from __future__ import annotations

import pytest

from tests.support.letters import LetterUnderTest, content, person
from tests.support.office import TestOffice


def test_the_first_draft_is_written_from_the_request(office: TestOffice) -> None:
    letter = LetterUnderTest(office).now()
    draft = letter["content"]
    assert draft["subject"] == "Tanggapan atas Pengaduan Sengketa batas tanah kebun"
    assert draft["recipient_name"] == "Saudara Ferdinand Karundeng"
    assert "16 November 2026" in draft["opening"]
    assert "Patok dipasang bersama." in draft["body"]
    assert "pernyataan bersama" in draft["body"]
    assert draft["classification"] == "200.1.3.4"


@pytest.mark.parametrize("kind", ["tanggapan", "jawaban", "solusi", "rekomendasi", "delegation", "police_report"])
def test_every_kind_has_a_wording_that_can_be_submitted(office: TestOffice, kind: str) -> None:
    letter = LetterUnderTest(office, letter_kind=kind)
    submitted = letter.do("tim1", "submit-draft")
    assert submitted["drafts"][0]["pages"] == 1


def test_an_unknown_kind_is_refused_and_leaves_nothing(office: TestOffice) -> None:
    from services.handoffs.review_to_letters import LETTER_REQUESTED
    from tests.support.letters import envelope, new_case_no, request_body, take

    case_no = new_case_no()
    (answer,) = take(office, envelope(LETTER_REQUESTED, case_no, request_body(letter_kind="../../etc")))
    assert answer.outcome == "dead"
    assert person(office, "camat").ask(f"/letters/api/letters?case_no={case_no}")["letters"] == []


def test_a_draft_may_be_saved_incomplete_and_is_not_lost(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    saved = letter.save(body="", closing="")
    assert saved["content"]["body"] == ""
    assert saved["drafts"] == []
    assert letter.now("tim2")["content"] == content(body="", closing="")


def test_what_is_missing_is_named_at_submission(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    answer = letter.submit(422, subject="", body="  \n ", recipient_place="")
    assert set(answer["errors"]) == {"content.subject", "content.body", "content.recipient_place"}
    assert letter.now()["state"] == "letter_drafting"


def test_two_people_at_one_draft_the_second_is_told(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    seen = letter.now()["version"]
    letter.save(version=seen, subject="Dari tim1")
    answer = letter.do("tim2", "save-draft", 409, version=seen, content=content(subject="Dari tim2"))
    assert "Jemmy Kalalo" in answer["message"]
    answer = letter.save(409, version=seen, subject="Tab kedua orang yang sama")
    assert letter.now()["content"]["subject"] == "Dari tim1"


def test_no_sign_stops_a_letter(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.submit(body="Terima kasih 🙏", recipient_lines=["☎️ 🙏"], opening="漢 \U00012000", copies_to=["Desa 🏠"])
    assert len(letter.now()["drafts"]) == 1


def test_an_unknown_classification_or_choice_is_refused(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    assert set(letter.save(422, classification="999")["errors"]) == {"content.classification"}
    assert set(letter.save(422, urgency="kilat")["errors"]) == {"content.urgency"}


def test_only_the_named_members_see_and_draft(office: TestOffice) -> None:
    letter = LetterUnderTest(office, team=["tim1"])
    outsider = person(office, "tim2")
    outsider.ask(letter.path, 404)
    letter.do("tim2", "save-draft", 404, content=content())
    letter.do("tim2", "submit-draft", 404)
    assert outsider.get(letter.page).status_code == 404
    letter.submit()
    for part in ("drafts/1/pages/1.png", "drafts/1/letter.pdf"):
        assert outsider.get(f"{letter.page}/{part}").status_code == 404
    assert outsider.ask(f"/letters/api/letters?case_no={letter.case_no}")["letters"] == []
    assert person(office, "loket1").get(letter.page).status_code == 403


def test_a_submitted_version_is_frozen(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    first = letter.submit()["drafts"][0]
    letter.correct()
    letter.submit(subject="Hal yang lain")
    drafts = letter.now()["drafts"]
    assert drafts[0] == first
    assert drafts[1]["sha256"] != first["sha256"]
    pdf = person(office, "camat").get(f"{letter.page}/drafts/1/letter.pdf")
    import hashlib

    assert hashlib.sha256(pdf.data).hexdigest() == first["sha256"]


def test_a_letter_to_a_confidential_applicant_is_kept_confidential(office: TestOffice) -> None:
    hidden = {"name": "Saudari Selvie Tambuwun", "place": "Malola Satu"}
    letter = LetterUnderTest(office, confidential=True, recipient=hidden, applicant_name="Selvie Tambuwun")
    assert letter.now()["content"]["sensitivity"] == "rahasia"
    answer = letter.submit(422)
    assert set(answer["errors"]) == {"content.sensitivity", "content.copies_to"}
    letter.submit(sensitivity="terbatas", copies_to=[], recipient_name=hidden["name"])
    for who in ("auditor", "admin"):
        shown = letter.now(who)
        assert (shown["content"], shown["conclusion"], shown["recipient"]) == (None, None, "Identitas dirahasiakan")
        page = person(office, who).get(letter.page)
        assert page.status_code == 200
        assert b"Tambuwun" not in page.data
        assert b"Tambuwun" not in person(office, who).get("/letters/").data
        for part in ("drafts/1/pages/1.png", "drafts/1/letter.pdf"):
            assert person(office, who).get(f"{letter.page}/{part}").status_code == 403
    assert letter.now("tim2")["content"]["recipient_name"] == hidden["name"]


def test_a_letter_to_others_prints_no_more_than_the_request_gave(office: TestOffice) -> None:
    masked = "Identitas dirahasiakan"
    letter = LetterUnderTest(
        office,
        letter_kind="police_report",
        step="12d",
        to_applicant=False,
        confidential=True,
        applicant_name=masked,
        recipient={"name": "Kapolsek Motoling", "place": "Motoling"},
    )
    written = str(letter.now()["content"])
    assert "identitasnya dirahasiakan" in written
    assert "Karundeng" not in written
    letter.do("tim1", "submit-draft")
    letter.now("auditor")["content"]["subject"]  # to others, already masked: may be read
