"""The story of a case over the four services: each tells its part to whoever may see it there, and to nobody else."""

from __future__ import annotations

import importlib
from uuid import uuid4

import pytest

from services.handoffs.contract import SERVICES
from services.shared.audit import access_log
from services.shared.rights.people import STAFF, Actor
from services.shared.rights.rights import Rights
from services.shared.web.navigation import TELLS_IN
from services.shared.web.story import asked_besides
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice

SEES = {"intake": ("states", "see"), "review": ("states", "see"), "letters": ("states", "see"),
        "registry": ("rights", "see_letter")}  # fmt: skip


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_tells_those_who_may_see_a_case_in_it(service: str) -> None:
    module, right = SEES[service]
    rights: Rights = importlib.import_module(f"services.{service}.{module}").RIGHTS
    assert TELLS_IN[service] == frozenset(rights.roles(right))


def test_a_page_asks_the_other_services_that_may_tell_something() -> None:
    for role in STAFF:
        person = Actor(uuid4(), "x", "X", frozenset({role}))
        asked = {name for name, _ in asked_besides(person, "review")}
        assert asked == {name for name, roles in TELLS_IN.items() if role in roles} - {"review"}


@pytest.fixture(scope="module")
def played(office: TestOffice) -> PlayedCase:
    return PlayedCase(office, "Penanda Riwayat Lengkong")


def told(office: TestOffice, username: str, case_no: str) -> dict[str, int]:
    """How many lines each service tells this person."""
    answers = {name: office.person(username).get(f"/{name}/story/{case_no}/panel") for name in SERVICES}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {name: answer.text.count("event-what") for name, answer in answers.items()}


def test_each_role_is_told_by_the_services_in_which_it_may_see_the_case(office: TestOffice, played: PlayedCase) -> None:
    everything = told(office, "camat", played.case_no)
    assert min(everything.values()) >= 3, everything
    assert told(office, "auditor", played.case_no) == everything
    assert [name for name, lines in told(office, "loket1", played.case_no).items() if lines] == ["intake", "registry"]
    assert [name for name, lines in told(office, "tim1", played.case_no).items() if lines] == ["review", "letters"]
    assert not any(told(office, "tim3", played.case_no).values()), "a member to whom it was not given"
    assert not any(told(office, "camat", "PGD-2026-99999").values()), "no case, no lines, the same answer"


def test_a_line_says_where_it_happened_and_of_which_letter(office: TestOffice, played: PlayedCase) -> None:
    page = office.person("camat").get(f"/registry/story/{played.case_no}/panel").text
    assert "· registrasi" in page
    assert "Surat Tanggapan" in page
    assert 'data-at="20' in page
    assert "<html" not in page
    alone = office.person("camat").get(f"/registry/story/{played.case_no}").text
    assert "<html" in alone
    assert "event-what" in alone


def test_that_the_story_was_read_is_noted(office: TestOffice, played: PlayedCase) -> None:
    office.person("kasi").get(f"/registry/story/{played.case_no}/panel")
    with office.service("registry").staff.transaction() as session:
        looks = access_log.at(session, [played.case_no])
    assert ("kasi", "registry", "story") in {(look.actor, look.service, look.what) for look in looks}


def test_nobody_is_told_without_a_session(office: TestOffice, played: PlayedCase) -> None:
    for service in SERVICES:
        assert office.app(service).test_client().get(f"/{service}/story/{played.case_no}/panel").status_code == 302
