"""``make bench handoffs``: latency, drain rate and memory of handoffs as ratios to a no-op Celery task.

All in one run on durable servers, with the same worker settings, medians of ROUNDS rounds. Two workers run: intake's
(it gets the acknowledgements) and review's (the receiver that is measured, and that runs the no-op).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.harness import Result, installation, median, percentile, ratio
from deploy.setup import settings_of
from services.handoffs import outbox, relay
from services.handoffs.intake_to_review import WITHDRAWAL_REQUESTED
from services.handoffs.tables import outbox as outbox_table
from services.shared.calendar import clock
from services.shared.config import office
from services.shared.jobs import sending, worker
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service, build

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SINGLE = int(os.environ.get("BENCH_SINGLE", "200"))  # messages a round, one after the other
BACKLOG = int(os.environ.get("BENCH_BACKLOG", "4000"))  # messages a round, all at once
MEMORY = int(os.environ.get("BENCH_MEMORY", "100000"))  # messages for the memory figure
STAGES = (
    "publish: send_task to Redis",
    "Redis, Celery's parent and child, to the task",
    "statements of the receiving transaction",
    "its commit",
    "Python in between",
)
BODY = {"reason": "alasan", "requested_at": clock.now()}


class Bench:
    """The sender's side in this process, and what the workers noted."""

    def __init__(self, env: dict[str, str], journal: Path) -> None:
        values = settings_of(env)
        self.service: Service = build("intake", values, office.load(values.office_file))
        self.app = worker.make_app("intake", values, web=True)
        self.relay = relay.Relay(self.app, self.service)
        self.journal = journal
        self._read = 0
        self._seen: set[str] = set()

    def events(self) -> dict[str, int]:
        """What was noted since the last call: id → monotonic ns."""
        with self.journal.open() as file:
            file.seek(self._read)
            lines = file.read()
        whole = lines[: lines.rfind("\n") + 1]
        self._read += len(whole)
        return {name: int(moment) for name, moment in (line.split() for line in whole.splitlines())}

    def collect(self, wanted: set[str], seconds: float = 300) -> dict[str, int]:
        """Wait until all wanted ids are noted; raises TimeoutError."""
        found: dict[str, int] = {}
        end = time.monotonic() + seconds
        while not wanted <= found.keys():
            found |= self.events()
            if time.monotonic() > end:
                raise TimeoutError(f"{len(wanted - found.keys())} of {len(wanted)} did not happen")
            time.sleep(0.005)
        return found

    def post(self, count: int) -> list[str]:
        """Commit a backlog without publishing it; returns the ids."""
        ids = []
        for start in range(0, count, 500):
            with self.service.work(SYSTEM) as work:
                for number in range(start, min(start + 500, count)):
                    outbox.post(work, WITHDRAWAL_REQUESTED, f"B-{uuid.uuid4().hex[:8]}-{number}", BODY)
                ids += [envelope.id for envelope in work.outgoing]
        return ids

    def noop(self, identifier: str) -> None:
        """Enqueue one no-op."""
        sending.send(self.app, "bench.noop", "review", [identifier])

    def settled(self, ids: list[str]) -> bool:
        """Whether the effect of all these messages is committed (as the receiver noted)."""
        self._seen |= self.events().keys()
        return self._seen.issuperset(ids)

    def wait_ready(self) -> None:
        """Wait until the receiving worker runs a first no-op."""
        identifier = uuid.uuid4().hex
        self.noop(identifier)
        self.collect({identifier})

    def wait_acked(self) -> None:
        """Wait until no handoff is open; what a long queue held back is sent on meanwhile, as beat's ticks would."""
        while True:
            with self.service.reading() as session:
                if not session.execute(select(func.count()).select_from(outbox_table).where(outbox.OPEN)).scalar():
                    return
            self.relay.sweep()
            time.sleep(0.02)


def run() -> list[Result]:
    """Measure everything; about five minutes on two cores with the default sizes."""
    with installation() as (servers, processes):
        journal = servers.folder.path / "journal"
        journal.touch()
        bench = Bench(processes["intake"], journal)
        with (
            _worker("intake", processes["intake-worker"], journal),
            _worker("review", processes["review-worker"], journal) as pid,
        ):
            bench.wait_ready()
            return [*_latency(bench), _drain(bench), _memory(bench, pid)]


def _latency(bench: Bench) -> list[Result]:
    noop_p50, noop_p99, hand_p50, hand_p99 = [], [], [], []
    stages: dict[str, list[float]] = {name: [] for name in STAGES}
    for _ in range(ROUNDS):
        floor, ours = [], []
        for _ in range(SINGLE):
            identifier = uuid.uuid4().hex
            begun = time.monotonic_ns()
            bench.noop(identifier)
            floor.append(bench.collect({identifier})[identifier] - begun)
            with bench.service.work(SYSTEM) as work:
                outbox.post(work, WITHDRAWAL_REQUESTED, f"B-{identifier[:12]}", BODY)
                envelopes = list(work.outgoing)
            name, begun = envelopes[0].id, time.monotonic_ns()
            bench.relay.publish(envelopes)
            published = time.monotonic_ns()
            seen = bench.collect({name})
            ours.append(seen[name] - begun)
            _add_stages(stages, begun, published, seen, name)
        noop_p50.append(percentile(floor, 0.5) / 1e6)
        noop_p99.append(percentile(floor, 0.99) / 1e6)
        hand_p50.append(percentile(ours, 0.5) / 1e6)
        hand_p99.append(percentile(ours, 0.99) / 1e6)
    bench.wait_acked()
    _print_stages(stages)
    return [
        ratio("handoffs", "effect_p50", median(hand_p50), "ms", median(noop_p50), "<= 2.5"),
        ratio("handoffs", "effect_p99", median(hand_p99), "ms", median(noop_p99), "<= 3"),
    ]


def _add_stages(stages: dict[str, list[float]], begun: int, published: int, seen: dict[str, int], name: str) -> None:
    """Split one message's way into its stages (ns)."""
    take = seen[name] - seen[f"{name}:begun"]
    parts = (
        published - begun,
        seen[f"{name}:begun"] - published,
        seen[f"{name}:sql"],
        seen[f"{name}:commit"],
        take - seen[f"{name}:sql"] - seen[f"{name}:commit"],
    )
    for stage, nanoseconds in zip(STAGES, parts, strict=True):
        stages[stage].append(nanoseconds / 1e6)


def _print_stages(stages: dict[str, list[float]]) -> None:
    """Where the time of a handoff goes, so that the next step is known."""
    whole = sum(median(values) for values in stages.values())
    print("where the time of one handoff goes (medians):")
    for stage, values in stages.items():
        print(f"  {stage:<48} {median(values):6.2f} ms {median(values) / whole:6.0%}")


def _drain(bench: Bench) -> Result:
    floors, ours = [], []
    for _ in range(ROUNDS):
        ids = [uuid.uuid4().hex for _ in range(BACKLOG)]
        begun = time.monotonic()
        for identifier in ids:
            bench.noop(identifier)
        done = bench.collect(set(ids))
        floors.append(BACKLOG / (max(done.values()) / 1e9 - begun))
        posted = bench.post(BACKLOG)
        with bench.service.database.transaction() as session:
            outbox.all_due_now(session)
        begun = time.monotonic()
        bench.relay.sweep()
        while not bench.settled(posted):
            bench.relay.sweep()
        ours.append(BACKLOG / (time.monotonic() - begun))
    return ratio("handoffs", "drain_rate", median(ours), "1/s", median(floors), ">= 1.0")


def _memory(bench: Bench, worker: int) -> Result:
    first = _rss(worker)
    for _ in range(max(1, MEMORY // 10_000)):
        bench.post(min(MEMORY, 10_000))
        with bench.service.database.transaction() as session:
            outbox.all_due_now(session)
        bench.wait_acked()
    last = _rss(worker)
    print(f"review worker: RSS {first / 2**20:.1f} MiB before, {last / 2**20:.1f} MiB after {MEMORY} handoffs")
    return ratio("handoffs", "worker_rss_growth", last / 2**20, "MiB", first / 2**20, "flat")


def _rss(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _worker(name: str, env: dict[str, str], journal: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "celery", "-A", "benchmarks.handoffs.worker:app", "worker", "-c", "1"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "ERROR", "-n", f"{name}@bench"]
    extra = {"BENCH_JOURNAL": str(journal), "BENCH_SERVICE": name}
    with (journal.parent / f"{name}.log").open("w") as log:
        process = subprocess.Popen([*command, *quiet], env={**os.environ, **env, **extra}, stdout=log, stderr=log)
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(30)
