"""``make bench registry``: whether the register book stays as quick with a million rows as with a thousand.

Rows are seeded by COPY, with the chain that the application itself would have written (``chains.digest``), so that the
book verifies. They are rows of closed cases without letters: a letter's row costs one more look-up by key. Each page
measured shows twenty-five rows in both books; what grows is the book behind it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from flask.testing import FlaskClient

from benchmarks.entrance import joined
from benchmarks.harness import Result, installation, percentile, ratio
from deploy.local.servers import Servers
from deploy.setup import DEMO_PASSWORD, settings_of
from services.registry.app import create_app
from services.registry.queries import chains
from services.registry.tables import RegisterEntry
from services.shared.audit import chain

SMALL = 1000
LARGE = int(os.environ.get("BENCH_REGISTER_ROWS", "1000000"))
REQUESTS = int(os.environ.get("BENCH_REGISTER_REQUESTS", "150"))
YEARS = 5
FIRST = date(2021, 1, 1)
_NAMES = [column.name for column in RegisterEntry.__table__.c]
WORDS = """insert into register_words (position, said, folding)
    select position, lower(concat_ws(' ', replace(case_no, '-', ' '), applicant_name, village, service, summary)), 1
    from register_book on conflict do nothing"""
_VILLAGES = ("Kumelembuai", "Malola", "Makasili", "Lolombulan Makasili")


def run() -> list[Result]:
    """Two offices at once, one with a thousand rows and one with a million; their pages are asked for in turns.

    Both stand at the same moment on the same machine, so that what its neighbours do disturbs them alike.
    """
    with installation() as few, installation() as many:
        small, large = _office(*few, SMALL), _office(*many, LARGE)
        results = []
        for kind, name in _NAME.items():
            floor, found = _in_turns(kind, small, large)
            results.append(ratio("registry", name, found * 1000, "ms", floor * 1000, "ratio <= 1.5"))
        return results


def _office(servers: Servers, processes: dict[str, dict[str, str]], rows: int) -> FlaskClient:
    """Somebody signed in at the registry of an office whose book has so many rows."""
    _seed(servers.env()["SIGAP_ADMIN_DATABASE_URL"].rsplit("/", 1)[0] + "/sigap", rows)
    return _signed_in(joined(create_app(settings_of(processes["registry"])), processes).test_client())


_NAME = {"page": "register_p95_growth", "deep": "register_deep_page_growth", "search": "register_search_growth"}


def _signed_in(client: FlaskClient) -> FlaskClient:
    token = client.get("/registry/api/session").get_json()["csrf_token"]
    body = {"username": "registrasi", "password": DEMO_PASSWORD}
    answer = client.post("/registry/api/session", json=body, headers={"X-CSRFToken": token})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return client


def _in_turns(kind: str, small: FlaskClient, large: FlaskClient) -> tuple[float, float]:
    """95th percentiles in seconds of one kind of page, in the small book and in the large one."""
    month = "/registry/register?year=2021&month=1"
    deep = small.get(f"{month}&after=20").get_data(as_text=True)
    assert 'rel="next"' in deep, "the pages measured must be full"
    path = {
        "page": lambda turn: month,
        "deep": lambda turn: f"{month}&after={20 + turn % 10}",
        "search": lambda turn: f"/registry/register?year=2021&month=all&q=Pemohon+{turn % 90 + 10:07d}",
    }[kind]
    for turn in range(10):
        small.get(path(turn)), large.get(path(turn))
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(REQUESTS):
        for kept, client in zip(times, (small, large), strict=True):
            kept.append(_timed(client, path(turn)))
    return percentile(times[0], 0.95), percentile(times[1], 0.95)


def _timed(client: FlaskClient, path: str) -> float:
    start = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - start
    assert answer.status_code == 200
    return taken


def _seed(url: str, rows: int) -> None:
    """Make the book ``rows`` long, by COPY; then what autovacuum would do in the midst of the measurement.

    As the owner of the tables: the service's own role may not, and PostgreSQL would only warn.
    """
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute("set search_path to registry, public")
        with db.cursor().copy(f"copy register_book ({', '.join(_NAMES)}) from stdin") as copy:
            for row in _rows(rows):
                copy.write_row([row[name] for name in _NAMES])
        db.execute(WORDS)
        db.execute("vacuum analyze")


def _rows(count: int) -> Iterator[dict[str, Any]]:
    """Rows as the application writes them: the first thousand within January 2021, the rest over five years."""
    serials: dict[int, int] = {}
    previous = chain.GENESIS
    for position in range(1, count + 1):
        day = FIRST + timedelta(days=_day(position))
        serials[day.year] = serials.get(day.year, 0) + 1
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
        row["hash"] = previous = chains.digest(RegisterEntry, row)
        yield row


def _day(position: int) -> int:
    """Days after the first: a thousand rows in the first month, then even over the years."""
    return position * 30 // (SMALL + 1) if position <= SMALL else 30 + (position - SMALL) * (YEARS * 365 - 40) // LARGE
