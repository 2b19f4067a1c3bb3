"""The number of the same complaint at LAPOR!: typed at the desk or later, searched, printed, in the register."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from sqlalchemy import select

from services.intake.rules.lapor import tidy
from services.registry.tables import RegisterEntry
from services.shared.errors import RuleBroken
from tests.support.intake import Desk, applicant, new_nik, person
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest


def text_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(pdf)))


@pytest.mark.parametrize(("typed", "kept"), [("", ""), (" #7654321 ", "7654321"), ("sp4n-12.7", "SP4N-12.7")])
def test_a_number_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize("typed", ["12", "76 54", "<b>123</b>", "7654321\n", "x" * 31])
def test_what_is_no_number_is_refused_at_its_field(typed: str) -> None:
    if typed.strip() != typed:
        assert tidy(typed) == typed.strip()
        return
    with pytest.raises(RuleBroken) as refused:
        tidy(typed)
    assert list(refused.value.fields) == ["lapor_no"]


def test_typed_at_the_opening_it_is_found_printed_and_goes_to_review(office: TestOffice) -> None:
    clerk = person(office)
    body = {"purpose": "Melaporkan keributan", "override_reason": "Uji", "lapor_no": "#8765432"}
    case_no = clerk.do("/intake/api/complaints", body, 201)["case_no"]
    assert case_no in clerk.get("/intake/complaints?q=8765432").text
    assert clerk.do("/intake/api/complaints", body | {"lapor_no": "tidak tahu"}, 422)["errors"].keys() == {"lapor_no"}
    desk = Desk(office)
    desk.case_no = case_no
    desk.forwarded(who=applicant(nik=new_nik()))
    assert desk.posted("case_forwarded")[0]["lapor_no"] == "8765432"
    papers = {file["role"]: clerk.get(file["url"]).data for file in desk.now()["documents"]}
    assert all("8765432" in text_of(papers[role]) for role in ("receipt", "form"))
    assert "8765432" in clerk.get(desk.page).text


def test_typed_later_it_travels_and_can_be_taken_away(office: TestOffice) -> None:
    desk = Desk(office).forwarded(who=applicant(nik=new_nik()))
    assert "lapor_no" not in desk.posted("case_forwarded")[0]
    desk.do("note-lapor", {"lapor_no": "5550001"})
    assert desk.now()["lapor_no"] == "5550001"
    clerk = person(office)
    assert desk.case_no in clerk.get("/intake/complaints?q=5550001").text
    desk.do("note-lapor", {"lapor_no": ""})
    assert [body["lapor_no"] for body in desk.posted("lapor_noted")] == ["5550001", ""]
    assert desk.case_no not in clerk.get("/intake/complaints?q=5550001").text
    desk.do("note-lapor", {"lapor_no": "1234"}, expect=403, who="kasi")


def test_the_register_book_says_it(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.end(lapor_no="4443332")
    with office.service("registry").reading() as session:
        row = session.scalars(select(RegisterEntry).filter_by(case_no=case.case_no)).one()
    assert row.note.endswith("LAPOR! 4443332")
