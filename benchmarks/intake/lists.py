"""Lists, search and case page at 1,000, 20,000 and 1,000,000 complaints: whole requests, sign-in check to HTML.

BENCH_SIZES chooses other sizes (growth is compared with the first one), BENCH_REQUESTS how many requests a kind.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import make_url

from benchmarks.entrance import joined
from benchmarks.harness import Result, installation, percentile, ratio
from benchmarks.intake import seed, vocabulary
from deploy.setup import DEMO_PASSWORD, settings_of
from services.shared.config import office
from services.shared.encryption.vault import Vault

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,20000,1000000").split(",")]
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "300"))
WARM = 30  # requests of each kind that are not counted
LIST = "/intake/complaints"


class Clerk:
    """A signed-in clerk; every act returns after the whole page has come."""

    def __init__(self, client: FlaskClient, size: int) -> None:
        self.client, self.size, self.dice = client, size, random.Random(7)
        self.token = client.get("/intake/api/session").get_json()["csrf_token"]
        answer = self.post("/intake/api/session", json={"username": "loket1", "password": DEMO_PASSWORD})
        self.token = answer.get_json()["csrf_token"]

    def post(self, path: str, **kwargs: object):
        """POST with the CSRF token; anything but success or a redirect ends the run."""
        answer = self.client.post(path, headers={"X-CSRFToken": self.token}, **kwargs)
        assert answer.status_code < 400, answer.text
        return answer

    def get(self, path: str) -> None:
        """GET a page; anything but 200 ends the run."""
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"

    def case(self) -> str:
        """The number of any complaint."""
        return f"UKUR-{self.dice.randrange(self.size):07d}"

    def list_page(self) -> None:
        """The first page, a page somewhere in the depth, or one of the filters and their combinations."""
        moment = datetime.now(UTC) - timedelta(days=self.dice.uniform(1, 365 * seed.YEARS - 1))
        day = moment.date()
        self.get(
            LIST
            + self.dice.choice(
                (
                    "",
                    f"?after={moment.isoformat().replace('+', '%2B')}~{self.case()}",
                    "?state=awaiting_completion",
                    "?state=closed_declined",
                    "?state=ready_for_handover",
                    "?village=7105152007",
                    "?village=7105152007&state=closed_resolved",
                    "?class=oversight",
                    "?class=oversight&village=7105152015",
                    "?clerk=loket2",
                    "?clerk=loket3&state=closed_transferred",
                    f"?from={day}&to={day + timedelta(days=30)}",
                    f"?from={day}&to={day + timedelta(days=30)}&village=7105152002",
                    "?due=late",
                    "?due=soon",
                )
            )
        )

    def search(self) -> None:
        """The one search box, and the list it leads to: numbers, frequent and rare words, names right and wrong."""
        rare = self.dice.choice(vocabulary.WORDS[len(vocabulary.COMMON) + 200 :])
        some = self.dice.choice(vocabulary.WORDS[len(vocabulary.COMMON) : len(vocabulary.COMMON) + 200])
        common = self.dice.choice(vocabulary.COMMON)
        surname = self.dice.choice(vocabulary.SURNAMES[:2000])
        words = (
            rare, some, common, f"{common} {self.dice.choice(vocabulary.COMMON)}", f"{some} {common}",
            surname, f"{self.dice.choice(vocabulary.FIRST)} {surname}", self.dice.choice(vocabulary.LAST),
            f"{surname[:-2]}x{surname[-1]}", "tidakadakataini",
        )  # fmt: skip
        answer = self.post("/intake/search", data={"q": self.dice.choice(words)})
        if answer.status_code == 302:
            self.get(answer.location)

    def case_page(self) -> None:
        """The page of any complaint."""
        self.get(f"{LIST}/{self.case()}")


def run() -> list[Result]:
    """Measure with an office of each size side by side, request by request in turn: whatever else the machine does
    meanwhile slows all sizes alike."""
    with ExitStack() as offices:
        clients = {size: offices.enter_context(_office(size)) for size in SIZES}
        clerks = {size: Clerk(client, size) for size, client in clients.items()}  # only now: seeding outlives a session
        found = {name: _times(name, clerks) for name in ("list_page", "search", "case_page")}
    print(f"{'':<10} {'complaints':>10} {'p50 ms':>8} {'p95 ms':>8} {'most ms':>8}")
    for name, by_size in found.items():
        for size, times in by_size.items():
            shown = percentile(times, 0.5), percentile(times, 0.95), max(times)
            print(f"{name:<10} {size:>10} {shown[0]:>8.1f} {shown[1]:>8.1f} {shown[2]:>8.1f}", flush=True)
    return _results({name: {n: percentile(t, 0.95) for n, t in by_size.items()} for name, by_size in found.items()})


@contextmanager
def _office(size: int) -> Iterator[FlaskClient]:
    """A browser at an office of its own servers with so many complaints."""
    from services.intake.app import create_app

    with installation() as (servers, processes):
        settings = settings_of(processes["intake"])
        admin = make_url(servers.env()["SIGAP_ADMIN_DATABASE_URL"]).set(database="sigap")
        address = admin.render_as_string(hide_password=False)
        token = Vault(settings.field_keys, settings.index_key).encrypt("7105152201719903")
        seconds = seed.fill(address, office.load(settings.office_file), size, token)
        print(f"{size} complaints seeded in {seconds:.0f} s", flush=True)
        app = joined(create_app(settings), processes)
        app.extensions["sigap"].publisher = None
        yield app.test_client()


def _times(name: str, clerks: dict[int, Clerk]) -> dict[int, list[float]]:
    """Milliseconds of each request, by size."""
    times: dict[int, list[float]] = {size: [] for size in clerks}
    for turn in range(WARM + REQUESTS):
        for size, clerk in clerks.items():
            begun = time.perf_counter()
            getattr(clerk, name)()
            if turn >= WARM:
                times[size].append((time.perf_counter() - begun) * 1000)
    return times


def _results(p95: dict[str, dict[int, float]]) -> list[Result]:
    small, large = SIZES[0], SIZES[-1]
    growth = [
        ratio("intake", f"{name.removesuffix('_page')}_p95_growth", by_size[large], "ms", by_size[small], "<= 1.5")
        for name, by_size in p95.items()
    ]
    if 20_000 not in p95["list_page"]:
        return growth
    return [Result("intake", "list_p95_20k", round(p95["list_page"][20_000], 2), "ms", goal="<= 150"), *growth]
