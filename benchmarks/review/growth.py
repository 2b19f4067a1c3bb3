"""How pages of review fare as the office's history grows: p95 at the largest size by p95 at the smallest.

Two offices stand side by side: one stays at the smallest size, the other grows. Each page is asked of both in turns, so
that whatever else the machine does meets both alike; the ratio is of one run.
"""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.entrance import joined
from benchmarks.harness import Result, installation, percentile, ratio
from benchmarks.review.seeding import seed
from deploy.setup import DEMO_PASSWORD, settings_of
from services.review.actions.statistics import MONTHS_A_RUN, refresh
from services.review.app import create_app
from services.shared.rights.people import SYSTEM

SIZES = [int(size) for size in os.environ.get("BENCH_CASES", "1000,20000,1000000").split(",")]
ASKED = int(os.environ.get("BENCH_REQUESTS", "150"))
WARM = 10  # requests before the first that counts
USERNAME = "camat"
PAGES = {
    "work": "/review/",
    "list": "/review/cases",
    "search": "/review/cases?q=makasili+7",
    "case": "/review/cases/B-00000007",
    "statistics": "/review/statistics",
}
GOALS = {"work": "<= 1.5", "statistics": "<= 1.5"}


@dataclass
class Office:
    """One installation: its application, a signed-in client, how many cases it holds, and what it was asked."""

    admin: str
    app: Any
    client: FlaskClient
    cases: int = 0
    queries: int = 0
    times: dict[str, list[float]] = field(default_factory=dict)

    @property
    def service(self) -> Any:
        """The service of the application."""
        return self.app.extensions["sigap"]

    def grow(self, size: int) -> None:
        """Cases by COPY up to ``size``, then the statistics are counted by their own timed job."""
        begun = time.monotonic()
        seed(self.admin, self.service.office, self.cases, size)
        self.cases = size
        seeded = time.monotonic()
        while True:
            with self.service.work(SYSTEM) as work:
                if int(refresh(work).split()[0]) < MONTHS_A_RUN:
                    break
        counted = time.monotonic() - seeded
        print(f"{size:>9} cases: seeded in {seeded - begun:.0f} s, statistics counted in {counted:.0f} s")

    def ask(self, page: str) -> None:
        """One request; its time in ms is kept."""
        begun = time.perf_counter()
        answer = self.client.get(PAGES[page])
        took = (time.perf_counter() - begun) * 1000
        assert answer.status_code == 200, answer.text[:500]
        self.times.setdefault(page, []).append(took)


def run_growth() -> list[Result]:
    """Grow one office step by step; after each step ask both each page ``ASKED`` times."""
    with ExitStack() as stack:
        small, large = _open(stack), _open(stack)
        small.grow(SIZES[0])
        for size in SIZES[1:]:
            large.grow(size)
            found = [_compare(small, large, page) for page in PAGES]
        return found


def _open(stack: ExitStack) -> Office:
    servers, processes = stack.enter_context(installation())
    app = joined(create_app(settings_of(processes["review"])), processes)
    admin = servers.env()["SIGAP_ADMIN_DATABASE_URL"].rsplit("/", 1)[0] + "/sigap"
    office = Office(admin, app, _client(app))

    def count(*_: Any) -> None:
        office.queries += 1

    event.listen(office.service.database.engine, "before_cursor_execute", count)
    return office


def _client(app: Any) -> FlaskClient:
    client: FlaskClient = app.test_client()
    token = client.get("/review/api/session").get_json()["csrf_token"]
    body = {"username": USERNAME, "password": DEMO_PASSWORD}
    answer = client.post("/review/api/session", json=body, headers={"X-CSRFToken": token})
    assert answer.status_code == 200, answer.text
    return client


def _compare(small: Office, large: Office, page: str) -> Result:
    for office in (small, large):
        office.times[page], office.queries = [], 0
    for _ in range(WARM + ASKED):
        small.ask(page)
        large.ask(page)
    p95 = {}
    for office in (small, large):
        found = office.times[page][WARM:]
        p95[office.cases] = percentile(found, 0.95)
        each = office.queries / (WARM + ASKED)
        figures = f"p50 {percentile(found, 0.5):7.1f} ms  p95 {p95[office.cases]:7.1f} ms  {each:.1f} queries"
        print(f"{office.cases:>9} cases: {page:<10} {figures}")
    assert small.queries == large.queries, f"{page}: the number of queries grows with the cases"
    return ratio("review", f"{page}_p95_growth", p95[large.cases], "ms", p95[small.cases], GOALS.get(page, ""))
