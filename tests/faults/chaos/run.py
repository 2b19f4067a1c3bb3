"""One run of chaos: an office under load, a schedule of faults from a seed, and the verdict after it settled."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url

from deploy.demo.forms import complaint_form
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
    drops: int = 8  # weight of a dropped message beside 92 for everything else that happens to one
    kills: int | None = None  # processes hit on the way; by default one for every 60 handoffs
    worker_module: str = ""  # a module of broken workers, to show that chaos can fail
    with_beat: bool = True
    until: str = ""  # a count of the verdict: once it is not zero, what was to be shown is shown, and the run ends


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
        """The verdict is clean, something was handed over, and no case came to a standstill."""
        return self.verdict.clean and self.verdict.posted > 0 and not self.stuck

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
            office = running_office(
                envs, logs, plan.worker_module, with_beat=plan.with_beat, with_child=["review", "registry"]
            )
            with office as (processes, addresses):
                return _storm(plan, servers, processes, addresses, engine)
        finally:
            engine.dispose()


def _storm(
    plan: Plan, servers: Servers, processes: dict[str, Process], addresses: dict[str, str], engine: Engine
) -> Outcome:
    outcome = Outcome(Verdict())
    stop = threading.Event()
    meddler = Meddler(servers.valkey.url(), plan.seed, plan.drops)
    walkers = [Walker(addresses, plan.seed * 100 + n, stop, lambda _: FORM) for n in range(plan.walkers)]
    begun = time.monotonic()
    for thread in (meddler, *walkers):
        thread.start()
    schedule = _Schedule(plan, servers, processes, outcome.faults)
    while (posted := _safely(total_posted, engine)) < plan.handoffs and time.monotonic() - begun < plan.seconds:
        if plan.until and _safely(lambda engine: getattr(judge(engine), plan.until), engine, otherwise=0):
            break
        schedule.strike(posted / plan.handoffs)
        for process in processes.values():
            process.keep_up()
        time.sleep(0.25)
    stop.set()
    outcome.load_seconds = time.monotonic() - begun
    settled_from = time.monotonic()
    meddler.stop()
    while not plan.until and time.monotonic() - settled_from < plan.settle_seconds:
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


def _safely(count: Callable[[Engine], int], engine: Engine, otherwise: int = 1) -> int:
    try:
        return count(engine)
    except Exception:  # the database is being restarted just now
        return otherwise


class _Schedule:
    """What happens at which share of the way, drawn beforehand from the seed: the same seed, the same schedule."""

    def __init__(self, plan: Plan, servers: Servers, processes: dict[str, Process], counts: Counter[str]) -> None:
        self._servers, self._processes, self._counts = servers, processes, counts
        drawn = random.Random(plan.seed)
        names = sorted(processes)  # a web process takes seconds to come back: it is hit less often
        weights = [1 if name.endswith("web") else 3 for name in names]
        self._due: list[tuple[float, Callable[[], None]]] = []
        for _ in range(max(12, plan.handoffs // 60) if plan.kills is None else plan.kills):
            name = drawn.choices(names, weights)[0]
            manner = drawn.choice(("killed", "child", "terminated") if name.endswith("worker") else ("killed",))
            self._due.append((drawn.random(), partial(self._hit, name, manner)))
        great = [(0.2, self._wipe), (0.4, self._freeze), (0.55, self._postgres), (0.75, self._wipe)]
        self._due += [item for item in great if item[1] != self._wipe or plan.wipes][: 2 + plan.wipes]
        self._due.sort(key=lambda item: item[0])
        self._quiet_until = time.monotonic() + 2

    def strike(self, share: float) -> None:
        """Do the next thing that is due at this share of the way; the one after it waits a second."""
        if self._due and share >= self._due[0][0] and time.monotonic() >= self._quiet_until:
            self._due.pop(0)[1]()
            self._quiet_until = time.monotonic() + 1

    def _hit(self, name: str, manner: str) -> None:
        process = self._processes[name]
        if manner == "terminated":
            process.terminate()
        else:
            process.kill(child_only=manner == "child")
        self._counts[f"{name.rsplit(' ', maxsplit=1)[-1]} {manner}"] += 1

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
        self._servers.postgres.wait_ready()  # what comes next may be the verdict, which asks it
        self._counts["postgres restarted"] += 1
