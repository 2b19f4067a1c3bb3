"""The API answers everything that the pages show of a case: a key that the schema forgets would vanish silently."""

from __future__ import annotations

from services.review.schemas import answers
from services.review.shown.case import open_case
from services.review.shown.lists import page_of_cases, page_of_work
from services.shared.rights.people import Actor, Role
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice

PARTS = (
    "verifications", "dispositions", "coordinations", "reports", "decisions", "letters", "files", "timeline",
    "deliveries", "members", "applicant",
)  # fmt: skip


def shown(office: TestOffice, case: PlayedCase) -> dict:
    service, camat = office.service("review"), Actor(None, "camat", "Camat", frozenset({Role.CAMAT}))
    whole = open_case(service, camat, case.case_no).data
    line = page_of_cases(service, camat, {"after": None})["items"][0]
    return whole | {"line": line, "work": page_of_work(service, camat, {"after": None})}


def test_no_key_of_a_case_is_lost_in_the_answer(office: TestOffice) -> None:
    case = PlayedCase(office, "Penanda Jawaban", until="drafting")
    data = shown(office, case)
    line, work = data.pop("line"), data.pop("work")
    answered = office.person("camat").ask(f"/review/api/cases/{case.case_no}")
    assert set(answered) == set(data)
    for part in PARTS:
        before, after = data[part], answered[part]
        assert before, part
        rows = zip(before, after, strict=True) if isinstance(before, list) else [(before, after)]
        assert [set(then) - set(now) for then, now in rows if set(then) - set(now)] == [], part
    assert set(line) == set(answers.LineAnswer().fields)
    assert set(work) == set(answers.WorkAnswer().fields)
