"""The statistics as people see them: a year of cases on one screen and a half, in a real Chromium and on paper."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Table, delete, select

from services.review.actions.statistics import refresh
from services.review.shown.villages import FILE
from services.review.states import State
from services.review.tables import Case, Stay
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly
from tests.support.looking import look, seen_by
from tests.support.review import Desk, today
from tests.support.serving import served, whole

pytestmark = pytest.mark.browser
LONGEST = 2000  # pixels at 1280
CASES, STAYS = cast(Table, Case.__table__), cast(Table, Stay.__table__)
PATHS = ["8a", "8b>8a", "8c>10a>12a", "8c>10a+10b>12b", "8c>10c>12c", "8c>10b>12d", "7-no", "8b>8c>10a>12b"]
STATES = ("section_head_review", "camat_review", "team_assigned", "camat_decision", "oral_followup", "letter_requested")
Row = dict[str, Any]


@pytest.fixture
def year(desk: Desk) -> Iterator[None]:
    """Three hundred cases of the last twelve months, and a map; taken away again."""
    drawn = desk.service.settings.office_file.parent / FILE
    pattern = desk.case("closed_resolved")
    with desk.service.work(SYSTEM) as work:
        like = work.session.execute(select(CASES).where(Case.case_no == pattern)).mappings().one()
        rows = [_row(like, desk, number) for number in range(300)]
        work.session.execute(CASES.insert(), rows)
        work.session.execute(STAYS.insert(), [stay for row in rows if row["ended_at"] for stay in _stays(row)])
    _count(desk)
    yield
    drawn.unlink(missing_ok=True)
    with desk.service.work(SYSTEM) as work:
        for table in (Stay, Case):
            work.session.execute(delete(table).where(table.case_no.like("THN-%")))
    _count(desk)


def _count(desk: Desk) -> None:
    for _ in range(2):  # at most twelve months a run
        with desk.service.work(SYSTEM) as work:
            refresh(work)


def _row(like: Mapping[str, Any], desk: Desk, number: int) -> Row:
    chance = random.Random(number)
    office, now, waits = desk.service.office, clock.now(), number % 12 == 0
    day = today() - timedelta(days=int(chance.triangular(1, 364, 120)))
    received = clock.begin(day) + timedelta(hours=chance.randrange(8, 16))
    return dict(like) | {
        "case_no": f"THN-{number:04d}",
        "received_at": received,
        "moved_at": now,
        "deadline": day + timedelta(days=20),
        "village": chance.choices([*office.villages.values(), "Tondano"], [9, 7, 3, 5, 1, 8, 2, 6, 1])[0],
        "ended_at": None if waits else min(now, received + timedelta(days=chance.randrange(2, 25))),
        "state": str(State.CAMAT_REVIEW if waits else State.CLOSED_RESOLVED),
        "path": [] if waits else chance.choice(PATHS).split(">"),
        "due": today() + timedelta(days=chance.randrange(-9, 9)) if waits else None,
    }


def _stays(row: Row) -> Iterator[Row]:
    chance = random.Random(row["case_no"])
    for number, state in enumerate(STATES):
        yield {
            "id": uuid.uuid4(),
            "case_no": row["case_no"],
            "state": state,
            "entered_at": row["received_at"],
            "left_at": row["ended_at"],
            "days": chance.randrange(4 + 3 * number),
            "by": "kasi",
            "by_name": "Kasi",
        }


def draw_map(desk: Desk, folder: Path) -> None:
    """A square for each village."""
    features = [
        {"properties": {"kode": code}, "geometry": {"type": "Polygon", "coordinates": [_square(n % 4, n // 4)]}}
        for n, code in enumerate(desk.service.office.villages)
    ]
    (folder / FILE).write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def _square(x: int, y: int) -> list[tuple[float, float]]:
    west, south = 124.4 + x / 50, 1.1 + y / 50
    return [(west, south), (west + 0.02, south), (west + 0.02, south + 0.02), (west, south + 0.02), (west, south)]


def high(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


@pytest.mark.turns(3)
@pytest.mark.usefixtures("year")
def test_a_year_on_a_screen_and_a_half(desk: Desk, browser: Browser) -> None:
    with served(whole(desk.office)) as address:
        page = seen_by(browser, desk.office, address, "review", "camat", 1280)
        page.goto("/review/statistics")
        title = page.title()
        expect(page.locator("#survey-index")).to_be_visible()
        look(page, "statistics", 1280)
        assert high(page) <= LONGEST
        page.set_viewport_size({"width": 390, "height": 844})
        page.locator(".village").first.click()
        expect(page.locator(".village[aria-current]")).to_be_visible()
        expect(page.locator("#survey-index")).to_be_visible()
        assert page.title() == title
        page.get_by_text("Lihat semua angka dalam tabel").click()
        page.emulate_media(forced_colors="active")
        look(page, "statistics-village", 390)
        draw_map(desk, desk.service.settings.office_file.parent)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto("/review/statistics")
        expect(page.locator(".map path")).to_have_count(len(desk.service.office.villages))
        expect(page.locator("#survey-index")).to_be_visible()
        assert high(page) <= LONGEST
        paper = pypdfium2.PdfDocument(desk.person("camat").get("/review/statistics.pdf").data)
        words = paper[0].get_textpage().get_text_range()
        for said in ("Belum ada pembanding", "Dua belas bulan", "Hari dan jam diterima", "Lama setiap langkah"):
            assert said in words
