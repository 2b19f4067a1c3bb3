"""``make bench registry``: whether the register book stays as quick with a million rows as with a thousand.

Rows are seeded by COPY, with the chain that the application itself would have written (``book.digest``), so that the
book verifies. They are rows of closed cases without letters: a letter's row costs one more look-up by key. Each page
measured shows fifty rows in both books; what grows is the book behind it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import text

from benchmarks.harness import Result, installation, percentile, ratio
from deploy.setup import DEMO_PASSWORD, settings_of
from services.registry import book
from services.registry.app import create_app
from services.registry.tables import RegisterEntry
from services.shared import chain
from services.shared.work import Service

SMALL = 1000
LARGE = int(os.environ.get("BENCH_REGISTER_ROWS", "1000000"))
REQUESTS = int(os.environ.get("BENCH_REGISTER_REQUESTS", "150"))
YEARS = 5
FIRST = date(2021, 1, 1)
_NAMES = [column.name for column in RegisterEntry.__table__.c]
_VILLAGES = ("Kumelembuai", "Malola", "Makasili", "Lolombulan Makasili")


def run() -> list[Result]:
    """Seed a thousand rows, measure; seed the rest, measure again in the same run."""
    with installation() as (_, processes):
        app = create_app(settings_of(processes["registry"]))
        service: Service = app.extensions["sigap"]
        client = _signed_in(app.test_client())
        _seed(service, SMALL)
        small = _measured(client)
        _seed(service, LARGE)
        large = _measured(client)
        return [
            ratio("registry", f"{_NAME[kind]}", large[kind] * 1000, "ms", small[kind] * 1000, "ratio <= 1.5")
            for kind in _NAME
        ]


_NAME = {"page": "register_p95_growth", "deep": "register_deep_page_growth", "search": "register_search_growth"}


def _signed_in(client: FlaskClient) -> FlaskClient:
    token = client.get("/registry/api/session").get_json()["csrf_token"]
    body = {"username": "registrasi", "password": DEMO_PASSWORD}
    answer = client.post("/registry/api/session", json=body, headers={"X-CSRFToken": token})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return client


def _measured(client: FlaskClient) -> dict[str, float]:
    """95th percentile in seconds of each kind of page: the month's first, one deep in it, a search."""
    month = "/registry/register?year=2021&month=1"
    deep = client.get(f"{month}&after=20").get_data(as_text=True)
    assert 'rel="next"' in deep, "the pages measured must be full"
    paths = {
        "page": lambda turn: month,
        "deep": lambda turn: f"{month}&after={20 + turn % 10}",
        "search": lambda turn: f"/registry/register?year=2021&month=all&q=Pemohon+{turn % 90 + 10:07d}",
    }
    found = {}
    for kind, path in paths.items():
        for turn in range(10):
            client.get(path(turn))
        found[kind] = percentile([_timed(client, path(turn)) for turn in range(REQUESTS)], 0.95)
    return found


def _timed(client: FlaskClient, path: str) -> float:
    start = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - start
    assert answer.status_code == 200
    return taken


def _seed(service: Service, rows: int) -> None:
    """Make the book ``rows`` long, by COPY; the indexes and statistics are brought up to date."""
    with service.database.transaction() as session:
        last = session.execute(text("select position, hash from register_book order by position desc limit 1")).first()
        position, previous = (last.position, last.hash) if last else (0, chain.GENESIS)
        cursor: Any = session.connection().connection.cursor()
        cursor.execute("set local statement_timeout = 0")
        with cursor.copy(f"copy register_book ({', '.join(_NAMES)}) from stdin") as copy:
            for row in _rows(position + 1, rows, previous):
                copy.write_row([row[name] for name in _NAMES])
    with service.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("set statement_timeout = 0"))
        connection.execute(text("analyze register_book"))


def _rows(first: int, last: int, previous: str) -> Iterator[dict[str, Any]]:
    """Rows as the application writes them: the first thousand within January 2021, the rest over five years."""
    serials: dict[int, int] = {}
    for position in range(1, last + 1):
        day = FIRST + timedelta(days=_day(position))
        serials[day.year] = serials.get(day.year, 0) + 1
        if position < first:
            continue
        row: dict[str, Any] = {
            "position": position,
            "year": day.year,
            "serial": serials[day.year],
            "kind": "case",
            "entered_on": day,
            "entered_at": datetime(day.year, day.month, day.day, 2, tzinfo=UTC),
            "entered_by": "Contoh Lumentut",
            "received_on": day,
            "case_no": f"PGD-{position:07d}",
            "letter_id": None,
            "applicant_name": f"Pemohon {position:07d}",
            "nik_masked": "710515******9903",
            "village": _VILLAGES[position % len(_VILLAGES)],
            "service": "Sengketa batas tanah",
            "summary": f"Sengketa batas tanah kebun nomor {position}",
            "officer": "Rina Wulandari",
            "finished_on": day,
            "result": "Selesai. Disepakati dalam mediasi.",
            "letter_number": "",
            "note": "",
            "strikes": None,
            "reason": "",
            "previous_hash": previous,
        }
        row["hash"] = previous = book.digest(row)
        yield row


def _day(position: int) -> int:
    """Days after the first: a thousand rows in the first month, then even over the years."""
    return position * 30 // (SMALL + 1) if position <= SMALL else 30 + (position - SMALL) * (YEARS * 365 - 40) // LARGE
