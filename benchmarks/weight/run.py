"""``make bench weight``: what an idle office weighs, and what a whole case costs.

``WEIGHT_BESIDE=/path/to/another/checkout`` (with its ``.venv``) measures that one, too, in the same minutes; its
figures are the floor. ``WEIGHT_IDLE``: seconds of watching it do nothing; ``WEIGHT_CASES``: cases of each kind.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections import Counter
from pathlib import Path

from benchmarks import processes
from benchmarks.harness import Result, ratio
from benchmarks.office import ROOT, Office, environment, running
from benchmarks.weight.cases import KINDS

IDLE = float(os.environ.get("WEIGHT_IDLE", "60"))
REST = min(IDLE, 15.0)  # seconds in which what was begun ends: previews, packages, first looks of the timers
CASES = int(os.environ.get("WEIGHT_CASES", "5"))
GOALS = {"memory": "<= 900", "idle": "<= 2", "ready": "<= 6"}
UNITS = {"memory": "MiB", "idle": "% core", "ready": "s"}

Figures = dict[str, float]


def run() -> list[Result]:
    """This checkout and, where one is named, another."""
    beside = os.environ.get("WEIGHT_BESIDE")
    other = _measure(Path(beside).resolve()) if beside else {}
    found = []
    for name, value in _measure(ROOT).items():
        unit, goal = UNITS.get(name, "s CPU" if name != "processes" else ""), GOALS.get(name, "")
        if other.get(name):
            found.append(ratio("weight", name, value, unit, other[name], goal))
        else:
            found.append(Result("weight", name, round(value, 3), unit, goal=goal))
    return found


def _measure(root: Path) -> Figures:
    with running(root) as office:
        figures = {"ready": office.seconds, "processor until ready": sum(office.spent().values())}
        time.sleep(REST)
        share = _share(office)
        figures |= _idle(office, root, share)
        for kind in KINDS if CASES else ():
            figures[f"{kind} case"] = _case(office, root, kind, share)
        return figures


def _share(office: Office) -> Figures:
    """Per cent of a core while nobody works, by process."""
    before = office.spent()
    time.sleep(IDLE)
    after = office.spent()
    return {name: 100 * (after[name] - before.get(name, 0.0)) / IDLE for name in after}


def _idle(office: Office, root: Path, share: Figures) -> Figures:
    sizes = office.memory()["everything"]
    _table(root, office, share)
    return {"processes": len(processes.named(office.run, office.pid)), "memory": sizes, "idle": sum(share.values())}


def _table(root: Path, office: Office, share: Figures) -> None:
    sizes = processes.memory(office.run, office.pid)
    numbers = Counter(processes.named(office.run, office.pid).values())
    print(f"\nidle, {root} (machine's load {os.getloadavg()[0]:.1f})")
    print(f"{'process':<20}{'number':>8}{'MiB':>8}{'% core':>8}")
    for name in sorted(sizes, key=lambda name: -sizes[name]):
        print(f"{name:<20}{numbers[name]:>8}{sizes[name]:>8.1f}{share.get(name, 0.0):>8.2f}")


def _case(office: Office, root: Path, kind: str, idle: Figures) -> float:
    """Processor seconds of the office for one case of a kind, beside what it spends on nothing."""
    script = [str(root / ".venv" / "bin" / "python"), str(Path(__file__).with_name("cases.py"))]
    script += [office.address, kind, str(CASES)]
    pipe = subprocess.PIPE
    with subprocess.Popen(script, cwd=root, env=environment(root), stdin=pipe, stdout=pipe, text=True) as player:
        assert player.stdin is not None
        assert player.stdout is not None
        player.stdout.readline()
        time.sleep(REST)
        before, begun = office.spent(), time.monotonic()
        said = player.communicate("go on\n")[0].split()
    if player.returncode or len(said) != CASES:
        raise RuntimeError(f"only {len(said)} of {CASES} {kind} cases came to their end")
    time.sleep(REST)
    after, seconds = office.spent(), time.monotonic() - begun
    spent = {name: after[name] - before.get(name, 0.0) - idle.get(name, 0.0) / 100 * seconds for name in after}
    _spent_on(root, kind, spent)
    return sum(spent.values()) / CASES


def _spent_on(root: Path, kind: str, spent: Figures) -> None:
    print(f"\nprocessor milliseconds of an {kind} case, {root}")
    for name in sorted(spent, key=lambda name: -spent[name]):
        print(f"{name:<20}{1000 * spent[name] / CASES:>8.0f}")
