"""Conflict of interest reaches the letters: who is barred neither sees nor moves them, and the next in line acts."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image

from services.handoffs.review_to_letters import CONFLICT_MARKED
from tests.support import notices
from tests.support.letters import LetterUnderTest, envelope, person, take
from tests.support.office import TestOffice

CAMAT_BARRED = {"usernames": ["camat"], "stood_in": ["camat"]}
MEMBER_BARRED = {"usernames": ["tim2"], "stood_in": []}


def listed(office: TestOffice, who: str) -> str:
    """The list page of somebody."""
    return person(office, who).get("/letters/").get_data(as_text=True)


def mark(letter: LetterUnderTest, part: dict[str, Any]) -> None:
    """Review says who is barred now."""
    answers = take(letter.office, envelope(CONFLICT_MARKED, letter.case_no, part))
    assert [a.outcome for a in answers] == ["done"], answers


def test_a_barred_member_neither_sees_nor_writes_the_letter(office: TestOffice) -> None:
    letter = LetterUnderTest(office, barring=MEMBER_BARRED)
    office.send_notices("letters")
    assert letter.case_no in listed(office, "tim1")
    assert letter.case_no not in listed(office, "tim2")
    assert letter.id not in json.dumps(person(office, "tim2").ask("/letters/api/letters"))
    person(office, "tim2").ask(letter.path, 403)
    assert person(office, "tim2").get(letter.page).status_code == 403
    letter.submit(403, who="tim2")
    assert notices.bells(office.service("letters"), "tim2", letter.case_no) == []
    assert notices.bells(office.service("letters"), "tim1", letter.case_no) != []


def test_a_mark_during_the_drafting_counts_at_once_and_can_be_lifted(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.save(who="tim2")
    mark(letter, MEMBER_BARRED)
    letter.save(403, who="tim2")
    mark(letter, {"usernames": [], "stood_in": []})
    letter.save(who="tim2")


def test_the_next_in_line_signs_on_paper_for_a_camat_who_is_barred(office: TestOffice) -> None:
    letter = LetterUnderTest(office, "kasi", barring=CAMAT_BARRED)
    letter.submit()
    office.send_notices("letters")
    service = office.service("letters")
    assert notices.bells(service, "camat", letter.case_no) == []
    assert [row.kind for row in notices.bells(service, "kasi", letter.case_no)] == ["letter_in_review"]
    assert letter.case_no not in listed(office, "camat")
    person(office, "camat").ask(letter.path, 403)
    now = letter.now("kasi")
    body = {"version": now["version"], "draft_no": 1, "sha256": now["drafts"][0]["sha256"]}
    person(office, "kasi").do(f"{letter.path}/sign", body | {"passphrase": "bukan-milik-saya"}, 409)
    letter_page = person(office, "kasi").get(letter.page).get_data(as_text=True)
    assert "sign-on-paper" in letter_page
    assert "passphrase" not in letter_page
    assert "a.n. CAMAT KUMELEMBUAI" in words_of(letter)
    scan = BytesIO()
    Image.new("RGB", (600, 800), "white").save(scan, "PNG")
    posted = body | {"scan": (BytesIO(scan.getvalue()), "surat.png")}
    answer = person(office, "kasi").post(f"{letter.page}/sign-on-paper", data=posted)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    (sent,) = letter.posted("letter_signed")
    assert (sent["signing"], sent["numbering"]) == ("wet", "wet")
    assert sent["signer"]["name"] == office.service("letters").office.official("section_head").name


def words_of(letter: LetterUnderTest) -> str:
    """The text of the first version."""
    pdf = person(letter.office, "kasi").get(f"{letter.page}/drafts/1/letter.pdf").data
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_the_section_head_without_a_barred_camat_has_none_of_the_camats_verbs(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.submit()
    newest = letter.now()["drafts"][0]
    letter.do("kasi", "request-correction", 403, note="Sebutkan tanggal.")
    letter.do("kasi", "sign", 403, draft_no=1, sha256=newest["sha256"], passphrase="x")
