"""*My work*: one list over the four services, for every role; what a row says, and what it never says."""

from __future__ import annotations

import importlib
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from services.handoffs.contract import SERVICES
from services.registry.rules.book import HIDDEN_NAME
from services.shared.calendar.working_days import WorkingDays
from services.shared.config.office import HolidayCorrections
from services.shared.web.my_work import AHEAD, Todo, days, order, row
from services.shared.web.navigation import HOME, WORKS_IN
from tests.attack.test_conflicts import note
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest
from tests.support.review import Desk

CALENDAR = WorkingDays(HolidayCorrections())
WEDNESDAY = date(2026, 11, 18)
EVERYBODY = ("loket1", "kasi", "camat", "tim1", "registrasi", "admin", "auditor")


LATER = (  # a list tells so many rows: those of other files come after these
    ("review", "update cases set due = due + 3650 where due is not null"),
    ("review", "update meeting set held_on = held_on + 3650 where state = 'planned'"),
    ("registry", "update letter set moved_at = moved_at + interval '3650 days'"),
)


@pytest.fixture(scope="module", autouse=True)
def _first(office: TestOffice) -> None:
    for service, statement in LATER:
        with office.service(service).database.transaction() as session:
            session.execute(text(statement))


def shown(**facts: object) -> dict[str, object]:
    return row(Todo(verb="Periksa", about="Sengketa", url="/x", **facts), CALENDAR, WEDNESDAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "group", "left"),
    [
        ({"due": WEDNESDAY - timedelta(days=1)}, "late", -1),
        ({"due": WEDNESDAY}, "today", 0),
        ({"due": WEDNESDAY, "late": True}, "late", 0),
        ({"due": WEDNESDAY + timedelta(days=6)}, "week", 4),
        ({"due": WEDNESDAY + timedelta(days=7)}, "later", 5),
        ({"due": WEDNESDAY + timedelta(days=7), "urgent": True}, "today", 5),
        ({}, "later", None),
        ({"urgent": True}, "today", None),
        ({"today": True}, "today", None),
    ],
)
def test_a_row_stands_in_the_group_of_its_day(facts: dict[str, object], group: str, left: int | None) -> None:
    found = shown(**facts)
    assert (found["group"], found["days_left"]) == (group, left)


def test_a_day_that_passed_on_a_weekend_is_late_on_monday_and_never_today() -> None:
    todo = Todo(verb="Periksa", about="Sengketa", url="/x", due=date(2026, 11, 21))
    assert row(todo, CALENDAR, date(2026, 11, 22))["days_left"] == -1  # type: ignore[comparison-overlap]


def test_rows_are_ordered_by_group_day_and_waiting_time() -> None:
    early, late = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)
    rows = [
        shown(number="5"), shown(number="3", due=WEDNESDAY, since=late), shown(number="2", due=WEDNESDAY, since=early),
        shown(number="4", due=WEDNESDAY + timedelta(days=2)), shown(number="1", due=WEDNESDAY - timedelta(days=3)),
    ]  # fmt: skip
    assert [one["number"] for one in sorted(rows, key=order)] == ["1", "2", "3", "4", "5"]


def test_the_strip_has_ten_working_days_and_begins_on_one() -> None:
    ahead = days(CALENDAR, date(2026, 12, 24))  # Christmas Eve is collective leave, then a weekend
    assert len(ahead) == AHEAD
    assert all(CALENDAR.is_open(day["on"]) for day in ahead)
    assert not any(day["today"] for day in ahead)
    assert days(CALENDAR, WEDNESDAY)[0]["today"]


@pytest.mark.parametrize("username", EVERYBODY)
def test_it_is_the_first_item_of_everybodys_menu_and_opens_in_every_service(office: TestOffice, username: str) -> None:
    for service in SERVICES:
        page = office.person(username).get(f"/{service}/work")
        assert page.status_code == 200, page.text[:300]
        first = re.search(r'<nav class="site-nav".*?<a href="([^"]+)"([^>]*)>([^<]+)</a>', page.text, re.DOTALL)
        assert first
        assert first[3].strip() == "Pekerjaan saya"
        assert "aria-current" in first[2]
        assert office.person(username).get(first[1]).status_code == 200
    assert office.person(username).get(HOME).status_code == 200


@pytest.mark.parametrize("username", EVERYBODY)
def test_the_page_asks_exactly_the_services_in_which_this_role_has_work(office: TestOffice, username: str) -> None:
    person = office.person(username)
    asked = set(re.findall(r'data-part-state="(\w+)"', person.get("/review/work").text))
    (role,) = person.ask("/intake/api/me")["roles"]
    assert asked == {name for name, roles in WORKS_IN.items() if role in roles} - {"review"}
    for name in set(SERVICES) - asked - {"review"}:
        assert "work-row" not in person.get(f"/{name}/work/panel").text, f"{username} is told of {name}, and not asked"


def test_nobody_is_told_what_waits_without_a_session(office: TestOffice) -> None:
    for service in SERVICES:
        assert office.app(service).test_client().get(f"/{service}/work/panel").status_code == 302


def panels(office: TestOffice, username: str) -> str:
    answers = [office.person(username).get(f"/{service}/work/panel") for service in SERVICES]
    assert {answer.status_code for answer in answers} == {200}
    return "".join(answer.text for answer in answers)


def line_of(text: str, number: str) -> str:
    lines = [part for part in text.split('<li class="work-row"') if number in part]
    assert lines, number
    return lines[0]


@pytest.fixture
def long_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much waits from other tests, the newest stands there, too."""
    for each in SERVICES:
        module = importlib.import_module(f"services.{each}.shown.my_work")
        if hasattr(module, "MOST"):
            monkeypatch.setattr(module, "MOST", 1_000)


@pytest.mark.usefixtures("long_lists")
def test_each_role_is_told_its_own_step_of_a_case_on_its_way(office: TestOffice) -> None:
    case = PlayedCase(office, "Penanda Satu Kaunang", finished=False)  # its letter is being drafted by tim1
    assert "Susun surat" in line_of(panels(office, "tim1"), case.case_no)
    assert case.case_no not in panels(office, "tim3")
    fresh = PlayedCase(office, "Penanda Dua Wowiling", until="forwarded").case_no
    assert "Verifikasi" in line_of(panels(office, "kasi"), fresh)
    assert fresh not in panels(office, "camat")


@pytest.mark.usefixtures("long_lists")
def test_a_meeting_stands_in_the_strip_and_a_row_asks_for_its_minutes(office: TestOffice) -> None:
    desk = Desk(office)
    case_no = desk.case("camat_meeting")
    text = panels(office, "camat")
    assert "Catat tatap muka" in line_of(text, case_no)
    assert re.search(rf"Tatap muka <span[^>]*>{case_no}", text)
    assert case_no not in panels(office, "auditor")


@pytest.mark.usefixtures("long_lists")
def test_a_hidden_recipient_is_named_to_nobody_who_may_not_know(office: TestOffice) -> None:
    letter = LetterUnderTest(office, confidential=True, recipient="Rahasia Sekali Mokodompit")
    assert "Rahasia Sekali" in line_of(panels(office, "loket1"), letter.id)
    text = panels(office, "registrasi")
    assert HIDDEN_NAME in line_of(text, letter.id)
    assert "Rahasia Sekali" not in text


def test_who_is_barred_from_a_case_finds_no_row_and_no_meeting_of_it(office: TestOffice) -> None:
    case_no = Desk(office).case("camat_meeting")
    assert case_no in panels(office, "camat")
    note(office, case_no, "camat")
    try:
        assert case_no not in panels(office, "camat")
    finally:
        note(office, case_no, "camat", ends=True)


def test_the_administrators_desk_says_what_is_wrong(office: TestOffice) -> None:
    text = panels(office, "admin")
    assert "Belum ada cadangan" in text or "Pekerja tidak bersuara" in text
    assert "Pekerja tidak bersuara" not in panels(office, "camat")
