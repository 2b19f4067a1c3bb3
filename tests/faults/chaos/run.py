"""One run of chaos: an office under load, a schedule of faults from a seed, and the verdict after it settled."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url

from deploy.demo.play import complaint_form
from deploy.demo.stories import STORIES
from deploy.local.servers import Servers
from deploy.setup import prepare
from tests.faults.chaos.meddler import Meddler
from tests.faults.chaos.processes import Process, running_office
from tests.faults.chaos.verdict import Verdict, judge, open_count, total_posted
from tests.faults.chaos.walkers import Walker

FORM = complaint_form(STORIES[3])


@dataclass(frozen=True)
class Plan:
    """What to do: how many handoffs, from which seed, for how many seconds at most, with what taken out."""

    handoffs: int
    seed: int = 1
    seconds: float = 3600
    walkers: int = 6
    settle_seconds: float = 180
    wipes: int = 2
    worker_module: str = ""  # a module of broken workers, to show that chaos can fail
    with_beat: bool = True


@dataclass
class Outcome:
    """What came of it."""

    verdict: Verdict
    faults: Counter[str] = field(default_factory=Counter)
    meddled: Counter[str] = field(default_factory=Counter)
    cases: int = 0
    stuck: list[str] = field(default_factory=list)
    load_seconds: float = 0
    settle_seconds: float = 0

    @property
    def well(self) -> bool:
        """The verdict is clean, and no case came to a standstill."""
        return self.verdict.clean and not self.stuck

    def text(self) -> str:
        """The outcome for the screen."""
        v = self.verdict
        lines = [
            f"{v.posted} handoffs of {self.cases} cases in {self.load_seconds:.0f} s",
            f"settled in {self.settle_seconds:.1f} s",
            f"lost {v.lost}  doubled {v.doubled}  out of order {v.out_of_order}  dead {v.dead}  not acked {v.unacked}",
            f"redeliveries absorbed {v.absorbed}",
            "faults: " + ", ".join(f"{name} {count}" for name, count in sorted(self.faults.items())),
            "broker: " + ", ".join(f"{name} {count}" for name, count in sorted(self.meddled.items())),
            *(f"  {pair}: {count}" for pair, count in sorted(v.pairs.items())),
            *(f"  dead {count}: {reason}" for reason, count in v.reasons.most_common(10)),
            *(f"  stuck: {line}" for line in self.stuck[:10]),
            "all is well" if self.well else "NOT WELL",
        ]
        return "\n".join(lines)


def chaos(plan: Plan) -> Outcome:
    """Run it; every process and server is started here and ended here."""
    with (
        tempfile.TemporaryDirectory(prefix="sigap-chaos-") as folder,
        Servers(Path(folder) / "run", durable=True) as servers,
    ):
        env = servers.env() | {"SIGAP_PUBLIC_URL": "http://localhost:8000", "SIGAP_DEMO": "1"}
        envs = prepare(env | {"SIGAP_RESEND_AFTER": "2"})
        engine = create_engine(make_url(env["SIGAP_ADMIN_DATABASE_URL"]).set(database="sigap"), pool_pre_ping=True)
        logs = Path(folder) / "run" / "chaos-logs"
        try:
            with running_office(envs, logs, plan.worker_module, with_beat=plan.with_beat) as (processes, addresses):
                return _storm(plan, servers, processes, addresses, engine)
        finally:
            engine.dispose()


def _storm(
    plan: Plan, servers: Servers, processes: dict[str, Process], addresses: dict[str, str], engine: Engine
) -> Outcome:
    outcome = Outcome(Verdict())
    stop = threading.Event()
    meddler = Meddler(servers.valkey.url(), plan.seed)
    walkers = [Walker(addresses, plan.seed * 100 + n, stop, lambda _: FORM) for n in range(plan.walkers)]
    begun = time.monotonic()
    for thread in (meddler, *walkers):
        thread.start()
    schedule = _Schedule(plan, servers, processes, outcome.faults)
    while (posted := _safely(total_posted, engine)) < plan.handoffs and time.monotonic() - begun < plan.seconds:
        schedule.strike(posted / plan.handoffs)
        for process in processes.values():
            process.keep_up()
        time.sleep(0.25)
    stop.set()
    outcome.load_seconds = time.monotonic() - begun
    settled_from = time.monotonic()
    meddler.stop()
    while time.monotonic() - settled_from < plan.settle_seconds:
        for process in processes.values():
            process.keep_up()
        walking = any(walker.is_alive() for walker in walkers)
        if not walking and _safely(open_count, engine) == 0:
            break
        time.sleep(0.25)
    outcome.settle_seconds = time.monotonic() - settled_from
    outcome.verdict = judge(engine)
    outcome.meddled = meddler.counts
    outcome.cases = sum(walker.cases for walker in walkers)
    outcome.stuck = [line for walker in walkers for line in walker.refusals]
    return outcome


def _safely(count: object, engine: Engine) -> int:
    try:
        return count(engine)  # type: ignore[operator,no-any-return]
    except Exception:  # the database is being restarted just now
        return 1


class _Schedule:
    """Kills at random, and the rare great faults at fixed shares of the way. The seed makes it repeatable."""

    def __init__(self, plan: Plan, servers: Servers, processes: dict[str, Process], counts: Counter[str]) -> None:
        self._random = random.Random(plan.seed)
        self._servers, self._processes, self._counts = servers, processes, counts
        great = [("wipe", 0.2), ("freeze", 0.4), ("postgres", 0.55), ("wipe", 0.75)]
        self._great = [item for item in great if item[0] != "wipe" or plan.wipes][: 2 + plan.wipes]
        self._next_kill = time.monotonic() + 2

    def strike(self, share: float) -> None:
        """Do what is due at this share of the way."""
        while self._great and share >= self._great[0][1]:
            getattr(self, f"_{self._great.pop(0)[0]}")()
        if time.monotonic() >= self._next_kill:
            names = sorted(self._processes)  # a web process takes seconds to come back: it is hit less often
            name = self._random.choices(names, [1 if n.endswith("web") else 3 for n in names])[0]
            child_only = name.endswith("worker") and self._random.random() < 0.5
            self._processes[name].kill(child_only=child_only)
            self._counts[f"{name.split(' ')[-1]} {'child' if child_only else 'killed'}"] += 1
            self._next_kill = time.monotonic() + self._random.uniform(1.5, 5)

    def _wipe(self) -> None:
        self._servers.valkey.wipe_restart()
        self._counts["redis wiped"] += 1

    def _freeze(self) -> None:
        self._servers.valkey.freeze()
        time.sleep(3)
        self._servers.valkey.thaw()
        self._counts["redis frozen"] += 1

    def _postgres(self) -> None:
        self._servers.postgres.kill()
        self._servers.postgres.start()
        self._counts["postgres restarted"] += 1
