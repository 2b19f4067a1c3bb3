"""How pages of review fare as the office's history grows: p95 at the largest size by p95 at the smallest."""

from __future__ import annotations

import os
import time
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.harness import Result, installation, percentile, ratio
from benchmarks.review.seeding import seed
from deploy.setup import DEMO_PASSWORD, settings_of
from services.review.actions.statistics import MONTHS_A_RUN, refresh
from services.review.app import create_app
from services.shared.people import SYSTEM

SIZES = [int(size) for size in os.environ.get("BENCH_CASES", "1000,20000,1000000").split(",")]
ASKED = int(os.environ.get("BENCH_REQUESTS", "150"))
PAGES = {
    "work": ("camat", "/review/"),
    "case": ("camat", "/review/cases/B-00000007"),
    "statistics": ("camat", "/review/statistics"),
}


def run_growth() -> list[Result]:
    """Seed to each size, count the statistics, ask each page ``ASKED`` times."""
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    with installation() as (servers, processes):
        app = create_app(settings_of(processes["review"]))
        service = app.extensions["sigap"]
        admin = servers.env()["SIGAP_ADMIN_DATABASE_URL"].rsplit("/", 1)[0] + "/sigap"
        begun = 0
        for size in SIZES:
            started = time.monotonic()
            seed(admin, service.office, begun, size)
            begun = size
            seeded = time.monotonic()
            _count(service)
            print(f"{size:>9} cases: seeded in {seeded - started:.0f} s, counted in {time.monotonic() - seeded:.0f} s")
            for page, (username, path) in PAGES.items():
                times[page].append(_p95(_client(app, username), path, page, size, service))
    return [ratio("review", f"{page}_p95_growth", found[-1], "ms", found[0], "<= 1.5") for page, found in times.items()]


def _count(service: Any) -> None:
    while True:
        with service.work(SYSTEM) as work:
            if int(refresh(work).split()[0]) < MONTHS_A_RUN:
                return


def _client(app: Any, username: str) -> FlaskClient:
    client: FlaskClient = app.test_client()
    token = client.get("/review/api/session").get_json()["csrf_token"]
    body = {"username": username, "password": DEMO_PASSWORD}
    answer = client.post("/review/api/session", json=body, headers={"X-CSRFToken": token})
    assert answer.status_code == 200, answer.text
    return client


def _p95(client: FlaskClient, path: str, page: str, size: int, service: Any) -> float:
    queries: list[str] = []
    engine = service.database.engine
    listener = lambda *given: queries.append(given[2])  # noqa: E731 -- removed again below
    event.listen(engine, "before_cursor_execute", listener)
    found = []
    for number in range(ASKED + 10):
        begun = time.perf_counter()
        answer = client.get(path)
        took = (time.perf_counter() - begun) * 1000
        assert answer.status_code == 200, answer.text[:500]
        if number >= 10:
            found.append(took)
    event.remove(engine, "before_cursor_execute", listener)
    each = len(queries) / (ASKED + 10)
    p50, p95 = percentile(found, 0.5), percentile(found, 0.95)
    print(f"{size:>9} cases: {page:<10} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  {each:.0f} queries")
    return p95
