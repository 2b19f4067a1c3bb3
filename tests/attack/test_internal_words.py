"""What the Camat writes for the office reaches nobody outside: not by the message of an end, nor by its default."""

from __future__ import annotations

import json

import pytest

from services.handoffs.endings import ENDINGS, Ending
from tests.support.office import TestOffice
from tests.support.review import Desk

SECRET = "Kepala dusun dicurigai melindungi pemilik rumah; awasi diam-diam."


@pytest.fixture
def desk(office: TestOffice) -> Desk:
    return Desk(office)


def told(desk: Desk, case_no: str) -> list[str]:
    """What the front desk, and so the applicant, was told of the case."""
    return [json.dumps(body) for body in desk.posted(case_no, receiver="intake")]


@pytest.mark.parametrize("message", ["", "Musik di rumah itu berhenti pukul 22.00."])
def test_8a_sends_what_was_worded_for_the_applicant_and_nothing_else(desk: Desk, message: str) -> None:
    case_no = desk.case("camat_review")
    page = desk.person("camat").get(f"/review/cases/{case_no}").text
    usual = ENDINGS[Ending.RESOLVED_DIRECT].meaning
    assert usual in page, "the Camat sees before the press what the applicant will read"
    desk.do(case_no, "resolve_directly", solution=SECRET, message=message)
    (closed,) = desk.posted(case_no, "case_closed")
    assert closed["message"] == (message or usual)
    assert not [body for body in told(desk, case_no) if "dicurigai" in body]
    (ended,) = desk.posted(case_no, "case_ended", "registry")
    assert ended["summary"] == SECRET, "the office's own book says what was done"


def test_12a_told_by_the_camat_himself_sends_no_internal_word_either(desk: Desk) -> None:
    case_no = desk.case("camat_decision")
    desk.do(case_no, "answer_in_person", answer=SECRET)
    (closed,) = desk.posted(case_no, "case_closed")
    assert closed["message"] == ENDINGS[Ending.RESOLVED].meaning
    assert not [body for body in told(desk, case_no) if "dicurigai" in body]
