"""What the statistics say of their numbers, and the shapes of their charts: few are never a trend."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.review.queries.statistics import Figures
from services.review.rules.comparing import FEW, Change, change, change_of_shares, compared, span
from services.review.rules.statistics import Period, months_before, period
from services.review.shown import charts, dashboard, villages
from services.shared.config.office import Office, load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def office() -> Office:
    return load(ROOT / "deploy" / "office.toml")


def seen(asked: Period, until: date, months: dict[date, Counter[str]], **counts: Counter[str]) -> Figures:
    """Figures of an office that counted these months."""
    last = min(asked.last, until.replace(day=1))
    trend = {month: (found["received"], found["ended"], 0) for month, found in months.items() if month <= last}
    running = until <= asked.last_day
    return Figures(counts, {}, trend, None, 0, months, Counter(), compared(asked, until), running)


@given(st.integers(0, 400), st.integers(0, 400))
def test_two_counts_differ_only_by_more_than_chance(now: int, before: int) -> None:
    found = change(now, before)
    assert (found == Change.FEW) == (max(now, before) < FEW)
    if found in (Change.UP, Change.DOWN):
        assert (now - before) ** 2 > 4 * (now + before)
        assert (found == Change.UP) == (now > before)
    assert change(now, now) in (Change.SAME, Change.FEW)


def test_shares_of_few_are_not_compared() -> None:
    assert change_of_shares((3, 4), (20, 40)) == Change.FEW
    assert change_of_shares((3, 4), (0, 0)) == Change.NONE
    assert change_of_shares((38, 40), (20, 40)) == Change.UP
    assert change_of_shares((22, 40), (20, 40)) == Change.SAME
    assert change_of_shares((0, 40), (0, 40)) == Change.SAME


def test_a_running_period_is_compared_with_as_many_months_of_the_one_before() -> None:
    running = compared(period("2026"), date(2026, 11, 30))
    assert (running.months, running.words) == (10, "Januari–Oktober 2025")
    over = compared(period("2026-T3"), date(2026, 11, 30))
    assert (over.months, over.words) == (3, "April–Juni 2026")
    assert compared(period("2026-11"), date(2026, 11, 30)).months == 0
    assert span(date(2025, 12, 1), date(2026, 2, 1)) == "Desember 2025–Februari 2026"


def figures(now: int, before: int, first: date = date(2024, 1, 1)) -> list[str]:
    months = {first: Counter(received=1)}
    months |= {month: Counter(received=before, yes=before) for month in (date(2026, 9, 1),) if month >= first}
    months |= {date(2026, 10, 1): Counter(received=now, yes=now)}
    asked = period("2026-10")
    found = seen(asked, date(2026, 11, 30), months, received=Counter({"": now}), kept=Counter(yes=now))
    return [f"{one['value']} | {one['note']}" for one in dashboard.figures(asked, found)]


def test_few_are_said_as_few() -> None:
    received, _, _, kept = figures(6, 2)
    assert received == "6 | Terlalu sedikit untuk dibandingkan dengan 2 (September 2026)"
    assert kept == "6 dari 6 | Terlalu sedikit untuk dibandingkan (2 dari 2, September 2026)"


def test_many_are_compared_and_nothing_with_a_time_that_was_not_counted() -> None:
    received, _, _, kept = figures(40, 11)
    assert received == "40 | Naik dari 11 (September 2026)"
    assert kept == "100% | Kurang lebih sama dengan 100% (September 2026)"
    assert figures(40, 0, first=date(2026, 10, 1))[0] == "40 | Belum ada pembanding: September 2026"


def test_steps_that_were_seldom_taken_have_no_median(office: Office) -> None:
    days = {"days.section_head_review": Counter({"1": 8, "5": 2}), "days.camat_review": Counter({"1": 8, "90": 1})}
    shown = charts.steps(office, Figures(days, {}, {}, None, 0))
    assert [(row["told"], row["late"]) for row in shown["rows"]] == [("1–5 (batas 3)", True)]
    assert shown["few"] == "Menunggu arahan Camat (9 kali, terlama 90)"


def test_hours_are_of_the_whole_week_and_small_ones_say_so() -> None:
    shown = charts.hours(Figures({"arrived": Counter({"6-07": 3, "1-09": 1})}, {}, {}, None, 0))
    assert [row["day"] for row in shown["rows"]] == ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"]
    assert (shown["hours"][0], shown["hours"][-1], shown["few"]) == (7, 15, True)
    assert shown["rows"][5]["cells"][0] == (3, 4)
    assert shown["rows"][0]["cells"][2] == (1, 2)


@given(st.lists(st.integers(0, 5000), min_size=12, max_size=12))
def test_lines_stay_within_their_field(values: list[int]) -> None:
    trend = {months_before(date(2026, 11, 1), 11 - i): (n, n // 2, 0) for i, n in enumerate(values)}
    shown = charts.lines(Figures({}, {}, trend, None, 0))
    assert all(8 <= y <= 232 for one in shown["series"] for _, y in one["points"])
    assert shown["few"] == (0 < max(values) < FEW)


def test_villages_from_elsewhere_have_a_tile_of_their_own(office: Office) -> None:
    found = Figures({}, {}, {}, None, 0, villages=Counter({"Makasili": 8, "Malola": 1, "=1+1": 2}))
    tiles = {tile["name"]: tile for tile in villages.tiles(office, found, "village=Malola")}
    assert [tiles[name]["shade"] for name in ("Makasili", "Malola", "Kumelembuai")] == [4, 1, 0]
    assert tiles["Malola"]["current"]
    assert "scope" not in tiles["Di luar wilayah"]
    assert tiles["Di luar wilayah"]["n"] == 2


def outline(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


def test_a_map_is_drawn_of_the_office_s_own_file(office: Office, tmp_path: Path) -> None:
    def read(text: str) -> villages.Borders:
        (tmp_path / villages.FILE).write_text(text)
        return villages.borders(office, tmp_path / "office.toml")

    assert villages.borders(office, tmp_path / "office.toml") == villages.Borders()
    square = outline((124.4, 1.1), (124.5, 1.1), (124.5, 1.2), (124.4, 1.2))
    above = {"type": "MultiPolygon", "coordinates": [outline((124.4, 1.2), (124.5, 1.2), (124.4, 1.3))["coordinates"]]}
    features = [
        {"properties": {"kode_desa": "71.05.15.2007"}, "geometry": square},
        {"properties": {"NAMOBJ": "malola"}, "geometry": above},
        {"properties": {"NAMOBJ": "Jakarta", "no": 4}, "geometry": square},
    ]
    found = read(json.dumps({"type": "FeatureCollection", "features": features}))
    assert set(found.paths) == {"Makasili", "Malola"}
    assert found.high == 1000
    assert found.paths["Makasili"].startswith("M0 1000L")
    assert all(set(path) <= set("MLZ 0123456789") for path in found.paths.values()), "nothing of the file but numbers"
    nowhere = {"properties": {"kode": "7105152007"}, "geometry": outline((float("nan"), 1.0), (2.0, 1.0))}
    for text in ("{", "[]", '{"features": [{}]}', '{"features": 3}', json.dumps({"features": [nowhere]})):
        assert read(text).missing == "villages.geojson bukan GeoJSON yang dapat dibaca", text
    assert "tidak satu pun" in read('{"features": []}').missing
