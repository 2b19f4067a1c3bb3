"""Offices in all three zones of Indonesia: days, years, registers, papers and pages go by the office's own midnight."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from services.intake.actions import opening
from services.registry.actions.numbering import assign_number
from services.registry.actions.registering import record_register
from services.shared.calendar import clock
from services.shared.config import office as facts
from services.shared.config import zone
from services.shared.config.settings import SettingsError
from services.shared.config.zone import ZONES, Zone
from services.shared.errors import RuleBroken
from services.shared.rights.people import Actor, Role
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest
from tests.support.sampling import sampled

ROOT = Path(__file__).parents[2]
DEMONSTRATION = (ROOT / "deploy/office.toml").read_text()
CLERK = Actor(None, "loket1", "Rina Wulandari", frozenset({Role.CLERK}))
REGISTRAR = Actor(None, "registrasi", "Contoh Lumentut", frozenset({Role.REGISTRAR}))
HOURS = {"Asia/Jakarta": 7, "Asia/Pontianak": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}  # ahead of UTC, all year
SHORT = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
every_zone = pytest.mark.parametrize("name", sampled(ZONES, {"Asia/Jakarta", "Asia/Jayapura"}))


@pytest.fixture
def elsewhere(office: TestOffice, tmp_path: Path) -> Iterator[dict[Zone, TestOffice]]:
    """The same office, moved to a zone by its file alone; afterwards it is back where it was."""
    yield _Moved(office, tmp_path)
    zone.keep("Asia/Makassar")


class _Moved(dict[Zone, TestOffice]):
    def __init__(self, office: TestOffice, folder: Path) -> None:
        super().__init__()
        self._office, self._folder = office, folder

    def __missing__(self, name: Zone) -> TestOffice:
        file = self._folder / "office.toml"
        file.write_text(DEMONSTRATION.replace('"Asia/Makassar"', f'"{name}"'))
        kept = self._office.settings.items()
        moved = TestOffice(
            {service: one.model_copy(update={"office_file": file}) for service, one in kept}, self._office.entrance
        )
        for service in ("intake", "registry"):
            moved.app(service)
        return moved


def midnight(name: Zone, day: date) -> datetime:
    """In which moment a day begins there, reckoned by hand."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=HOURS[name])


def opened(office: TestOffice, moment: datetime, reason: str = "Uji") -> str:
    asked = {"purpose": "Melapor", "visitor": "", "nik": "", "override_reason": reason, "request_id": None}
    with office.service("intake").work(CLERK, moment) as work:
        return opening.open_complaint(work, **asked).case_no


@every_zone
def test_complaints_are_counted_by_the_offices_own_year(elsewhere: dict[Zone, TestOffice], name: Zone) -> None:
    office, year = elsewhere[name], 2080 + 2 * ZONES.index(name)
    before, after = (midnight(name, date(year, 1, 1)) + timedelta(minutes=turn) for turn in (-1, 1))
    assert opened(office, before).startswith(f"PGD-{year - 1}-")
    assert opened(office, after) == f"PGD-{year}-0001"


@every_zone
def test_a_desk_is_closed_from_the_offices_own_midnight(elsewhere: dict[Zone, TestOffice], name: Zone) -> None:
    office, saturday = elsewhere[name], midnight(name, date(2031, 3, 1))
    assert opened(office, saturday - timedelta(minutes=1), reason="")
    with pytest.raises(RuleBroken):
        opened(office, saturday + timedelta(minutes=1), reason="")


@pytest.mark.turns(3)
@every_zone
def test_a_letter_bears_the_day_and_the_year_of_the_office(elsewhere: dict[Zone, TestOffice], name: Zone) -> None:
    year = 2080 + 2 * ZONES.index(name)
    letters = [LetterUnderTest(elsewhere[name], classification="900") for _ in range(3)]
    new_year, leap_day = midnight(name, date(year, 1, 1)), midnight(name, date(2056, 3, 1))
    moments = [new_year - timedelta(minutes=1), new_year + timedelta(minutes=1), leap_day - timedelta(minutes=1)]
    dated = []
    for letter, moment in zip(letters, moments, strict=True):
        with elsewhere[name].service("registry").work(REGISTRAR, moment) as work:
            record_register(work, uuid.UUID(letter.id), None)
            dated.append(assign_number(work, uuid.UUID(letter.id), None).dated)
    assert dated == [date(year - 1, 12, 31), date(year, 1, 1), date(2056, 2, 29)]


@every_zone
def test_pages_say_whose_clock_it_is_and_read_typed_hours_by_it(elsewhere: dict[Zone, TestOffice], name: Zone) -> None:
    office = elsewhere[name]
    page = office.person("kasi").get("/intake/book").get_data(as_text=True)
    assert f'data-zone="{name}"' in page
    assert f"Waktu {SHORT[name]}" in page
    assert not [other for other in set(SHORT.values()) - {SHORT[name]} if re.search(rf"\b{other}\b", page)]
    evening = midnight(name, date(2026, 11, 25)) - timedelta(minutes=30)
    assert clock.date_time(evening) == f"24 Nov 2026, 23.30 {SHORT[name]}"
    assert clock.long_date(evening) == "24 November 2026"


@every_zone
def test_the_book_of_a_month_ends_at_the_offices_own_midnight(elsewhere: dict[Zone, TestOffice], name: Zone) -> None:
    office, month = elsewhere[name], date(2070 + ZONES.index(name), 5, 1)
    edge = midnight(name, month)
    april, may = (opened(office, edge + timedelta(minutes=turn)) for turn in (-1, 1))
    for shown, other, of in ((april, may, "04"), (may, april, "05")):
        page = office.person("loket1").get(f"/intake/book?month={month.year}-{of}").get_data(as_text=True)
        assert (shown in page, other in page) == (True, False), of


def test_a_zone_that_is_none_of_indonesias_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    for wrong in ("Mars/Base", "Europe/Berlin", "WITA", ""):
        file.write_text(DEMONSTRATION.replace('"Asia/Makassar"', f'"{wrong}"'))
        with pytest.raises(SettingsError, match=r"office\.timezone: .*Asia/Jayapura"):
            facts.load(file)


def test_no_other_file_knows_a_zone() -> None:
    allowed = {"services/shared/config/zone.py"}
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("services", "deploy")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".js", ".typ", ".sql", ".txt"} and "migrations" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"Asia/\w+|\+08:?00", line) or (re.search(r"\bWI(B|TA|T)\b", line) and "``" not in line)
    ]
    assert [place for place in found if place.rsplit(":", 1)[0] not in allowed] == []
