"""Every ending has words of its own, the same ones at every place where it is read: one walk of endings × places."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from sqlalchemy import select

from services.handoffs.endings import BY_LAST_STEP, ENDINGS, OUTCOME_OF, Ending, ending_of, in_book, remedy_of
from services.handoffs.outcomes import Outcome
from services.intake.queries import notices as told
from services.intake.shown.notices import TITLES
from services.registry.tables import RegisterEntry
from services.review.queries.statistics import Figures
from services.review.rules.path import OUTCOMES
from services.review.shown.statistics import sections
from tests.support.intake import Desk, applicant, items, new_nik
from tests.support.office import TestOffice
from tests.support.outside import gateway
from tests.support.registry import CaseUnderTest

REASON = "Alasan yang boleh diketahui pemohon."
BRANCHES = {ending: f"8c>{step}" for step, ending in BY_LAST_STEP.items()}
OUTCOME = {ending: OUTCOME_OF.get(ending) or Outcome(ending) for ending in Ending}


def branch(ending: Ending) -> str:
    return BRANCHES.get(ending, "8c>12a")


@pytest.fixture
def ended(office: TestOffice, request: pytest.FixtureRequest) -> tuple[Desk, str]:
    """A case that review ended so, and its tracking code."""
    desk = Desk(office).filled(who=applicant(nik=new_nik(), notice_channel="sms", phone="081234567890"))
    code = desk.do("forward", {"items": items()})["receipt"]["tracking_code"]
    desk.closed(OUTCOME[request.param], branch=branch(request.param), message="")
    return desk, code


@pytest.mark.parametrize("ended", Ending, indirect=True, ids=str)
def test_one_ending_reads_the_same_for_applicant_and_desk(office: TestOffice, ended: tuple[Desk, str]) -> None:
    desk, code = ended
    clerk, now = office.person("loket1"), desk.now()
    words = ENDINGS[ending_of(now["outcome"], now["branch"])]
    tracked = office.app("intake").test_client().get(f"/intake/track/{code}").text
    assert words.headline in tracked
    assert words.meaning in tracked
    with office.service("intake").reading() as session:
        last = told.of_case(session, desk.case_no)[0]
    assert last.text.startswith(words.told.format(no=desk.case_no))
    assert TITLES[last.kind] == words.title
    with gateway() as phone:
        office.send_notices("intake", **phone.settings)
        sent = [post for post in (json.loads(post.body) for post in phone.posts) if desk.case_no in post["text"]]
    assert sent[-1]["channel"] == "sms"
    assert sent[-1]["text"].startswith(words.told.format(no=desk.case_no)), "what the telephone shows"
    page, listed = clerk.get(desk.page).text, clerk.get(f"/intake/complaints?q={desk.case_no}").text
    assert words.label in page
    assert words.label in listed
    assert ("Ombudsman" in tracked, "Ombudsman" in page, "Ombudsman" in last.text) == (words.remedy,) * 3


@pytest.mark.parametrize("ending", Ending, ids=str)
def test_one_ending_reads_the_same_in_register_archive_and_statistics(office: TestOffice, ending: Ending) -> None:
    case, words = CaseUnderTest(office), ENDINGS[ending]
    case.end(outcome=str(OUTCOME[ending]), branch=branch(ending), summary=REASON)
    with office.service("registry").reading() as session:
        row = session.scalars(select(RegisterEntry).filter_by(case_no=case.case_no)).one()
    assert row.result == f"{words.label}. {REASON}"
    assert words.label in office.person("registrasi").get(f"/registry/archive/{case.case_no}").text
    step = {found: step for step, found in BY_LAST_STEP.items()}.get(ending)
    state = next(str(state) for state, outcome in OUTCOMES.items() if outcome == OUTCOME[ending])
    figures = Figures({"outcome": Counter({step or state: 3})}, {}, {}, None, 0)
    tables = {table.title: table.rows for table in sections(office.service("review").office, figures)}
    assert tables["Menurut hasil"] == [[words.label, 3]]


def test_no_two_endings_share_a_word_and_a_refusal_alone_names_the_next_instance() -> None:
    for part in ("label", "headline", "meaning", "told", "title"):
        assert len({getattr(words, part) for words in ENDINGS.values()}) == len(Ending), part
    assert {ending for ending, words in ENDINGS.items() if words.remedy} == {
        Ending.DECLINED,
        Ending.REFUSAL_UNCOLLECTED,
    }
    shown = remedy_of("declined", "7-no", "KABUPATEN MINAHASA SELATAN")
    assert "Inspektorat Daerah Kabupaten Minahasa Selatan" in shown
    assert "pasal 46" in shown
    assert remedy_of("resolved", "12a", "Kabupaten Minahasa Selatan") == ""


def test_the_book_says_no_word_twice() -> None:
    assert in_book("declined", "7-no", "Ditolak: di luar wewenang") == "Ditolak: di luar wewenang"
    assert in_book("declined", "7-no", "Di luar wewenang") == "Ditolak. Di luar wewenang"
    assert in_book("withdrawn", "4>lapsed", "") == "Dianggap dicabut."
