"""What every benchmark shares: real servers for one run, results as JSON lines and as a table."""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from deploy.local.servers import Servers
from deploy.setup import prepare

RESULTS = Path(__file__).parent / "results" / "latest.jsonl"


@dataclass(frozen=True)
class Result:
    """One figure. ``floor`` is what it is compared with (in the same run), ``ratio`` is value ÷ floor."""

    bench: str
    metric: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    goal: str = field(default="", compare=False)


def ratio(bench: str, metric: str, value: float, unit: str, floor: float, goal: str) -> Result:
    """A figure with its floor; the ratio is what is judged, since machines are noisy."""
    return Result(bench, metric, round(value, 4), unit, round(floor, 4), round(value / floor, 3), goal)


def median(values: Sequence[float]) -> float:
    """The median of several rounds."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextmanager
def installation() -> Iterator[tuple[Servers, dict[str, dict[str, str]]]]:
    """Durable servers in a throw-away folder, prepared; gives (servers, environment per process)."""
    with tempfile.TemporaryDirectory(prefix="sigap-bench-") as folder, Servers(Path(folder) / "run") as servers:
        env = servers.env() | {"SIGAP_PUBLIC_URL": "http://localhost:8000", "SIGAP_DEMO": "1"}
        yield servers, prepare(env)


def report(results: Sequence[Result]) -> None:
    """Append the results to ``results/latest.jsonl`` and print the table."""
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a", encoding="utf-8") as file:
        for result in results:
            file.write(json.dumps({k: v for k, v in asdict(result).items() if k != "goal"}) + "\n")
    print(f"\n{'metric':<32} {'value':>12} {'unit':<8} {'floor':>12} {'ratio':>8}  goal")
    for r in results:
        floor = f"{r.floor:>12.4g}" if r.floor is not None else " " * 12
        share = f"{r.ratio:>8.3f}" if r.ratio is not None else " " * 8
        print(f"{r.bench + '/' + r.metric:<32} {r.value:>12.5g} {r.unit:<8} {floor} {share}  {r.goal}")
