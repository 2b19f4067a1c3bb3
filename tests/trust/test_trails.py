"""All audit trails on one page: each service's lines by person, verb, case and day, with what is closed left out."""

from __future__ import annotations

import re

import pytest

from services.handoffs import conflicts
from services.handoffs.contract import SERVICES
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice

PARTS = (*(f"/{name}/trail/panel" for name in SERVICES), "/intake/trail/staff/panel")


@pytest.fixture(scope="module")
def played(office: TestOffice) -> PlayedCase:
    return PlayedCase(office, "Penanda Jejak Lengkong")


def found(office: TestOffice, query: str) -> dict[str, int]:
    """How many lines each trail gives the auditor."""
    answers = {part: office.person("auditor").get(f"{part}?{query}") for part in PARTS}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {part: answer.text.count("data-at=") for part, answer in answers.items()}


def test_the_page_asks_every_trail_with_what_was_typed(office: TestOffice) -> None:
    page = office.person("auditor").get("/intake/trail/all?verb=melaporkan&from=01/11/2026").text
    asked = re.findall(r'data-url="([^"]+)"', page)
    assert [address.partition("?")[0] for address in asked] == list(PARTS)
    assert all("verb=melaporkan" in address and "from=01" in address for address in asked)
    assert office.person("auditor").get("/intake/trail/all?from=kemarin").status_code == 422
    menu = office.person("auditor").get("/intake/trail/all").text
    assert re.search(r'<a href="/intake/trail/all"[^>]*aria-current="page"', menu)


def test_a_case_is_found_in_every_service_that_had_it(office: TestOffice, played: PlayedCase) -> None:
    lines = found(office, f"subject={played.case_no}")
    assert all(lines[f"/{name}/trail/panel"] for name in SERVICES), lines
    assert lines["/intake/trail/staff/panel"] == 0
    narrowed = found(office, f"subject={played.case_no}&actor=kasi")
    assert [part for part, count in narrowed.items() if count] == ["/review/trail/panel"]


def test_a_verb_is_found_by_its_words_in_each_service(office: TestOffice, played: PlayedCase) -> None:
    lines = found(office, f"subject={played.case_no}&verb=MELAPORKAN")
    assert lines["/review/trail/panel"] >= 2
    assert lines["/intake/trail/panel"] == 0
    assert not any(found(office, "verb=kata yang tidak ada").values())


def test_a_long_trail_says_where_it_goes_on(office: TestOffice) -> None:
    with office.service("intake").work(SYSTEM) as work:
        for number in range(60):
            work.audit("try_long", f"UJI-{number}", "baris", story=False)
    first = office.person("auditor").get("/intake/trail/panel").text
    following = re.search(r'data-next="([^"]+)"', first)
    assert following, "more than one page of lines"
    second = office.person("auditor").get(following[1].replace("&amp;", "&")).text
    times = re.findall(r'data-at="([^"]+)"', first + second)
    assert times == sorted(times, reverse=True)


def test_what_a_conflict_closes_is_closed_here_too(office: TestOffice, played: PlayedCase) -> None:
    now = clock.now()
    fact = {"party": "auditor", "bars": True, "why": "Saudara.", "noted_by": "kasi", "since": now, "ended_at": None}
    for ended in (None, now):
        for name in SERVICES:
            with office.service(name).work(SYSTEM) as work:
                conflicts.note(work, played.case_no, [fact | {"ended_at": ended}])
        lines = found(office, f"subject={played.case_no}")
        assert bool(sum(lines.values())) == (ended is not None)


@pytest.mark.parametrize("username", ["admin", "camat", "loket1"])
def test_only_the_auditor_reads_trails(office: TestOffice, username: str) -> None:
    person = office.person(username)
    assert {person.get(path).status_code for path in (*PARTS, "/review/trail/all")} == {403}
