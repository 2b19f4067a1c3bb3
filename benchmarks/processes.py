"""What the processes of a running office hold and spend, by the names under which its runner started them."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from deploy.local.procfs import descendants

TICK = os.sysconf("SC_CLK_TCK")


def named(run: Path, runner: int) -> dict[int, str]:
    """Every process of the office in the run folder ``run``: pid → name; a child bears its parent's.

    By the table that the runner keeps (``pids``): what a process says of itself need not tell what it is.
    """
    found = dict.fromkeys((runner, *descendants(runner)), "runner")
    for entry in (run / "pids").iterdir():
        head = int(entry.read_text().split()[0])
        found |= {pid: entry.name for pid in (head, *descendants(head)) if pid in found}
    return found


def spent(run: Path, runner: int) -> dict[str, float]:
    """Processor seconds since their start, by name; those of children that have ended are their parents'."""
    seconds: dict[str, float] = defaultdict(float)
    for pid, name in named(run, runner).items():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        seconds[name] += sum(map(int, stat[11:15])) / TICK
    return seconds


def memory(run: Path, runner: int) -> dict[str, float]:
    """MiB by name; a page that several share is counted once in all (PSS)."""
    sizes: dict[str, float] = defaultdict(float)
    for pid, name in named(run, runner).items():
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sizes[name] += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return sizes
