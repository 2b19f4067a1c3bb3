"""What the kernel tells about other processes: is it still the same one, and which are its children."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path

POLL = 0.02  # seconds between two looks at a process that is ending


def started_at(pid: int) -> int | None:
    """Start time of a living process in clock ticks since boot; None when it is gone or only a zombie.

    Together with the pid this names a process for good: a recycled pid has another start time.
    """
    fields = _stat(pid)
    return int(fields[19]) if fields and fields[0] != "Z" else None


def descendants(pid: int) -> list[int]:
    """Every living child, grandchild … of ``pid``; the process itself is not in the list."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (fields := _stat(int(entry))):
            children.setdefault(int(fields[1]), []).append(int(entry))
    found = list(children.get(pid, []))
    for child in found:  # the list grows while it is read: breadth first
        found.extend(children.get(child, []))
    return found


def living_in(folder: Path, program: str) -> list[int]:
    """Processes called ``program`` whose current folder is ``folder``."""
    found = []
    for entry in os.listdir("/proc"):
        try:
            if entry.isdigit() and os.readlink(f"/proc/{entry}/cwd") == str(folder.resolve()):
                comm = Path(f"/proc/{entry}/comm").read_text()
                found += [int(entry)] if comm.strip() == program else []
        except OSError:  # another user's, or gone meanwhile
            continue
    return found


def send(pids: list[int], number: int) -> None:
    """Send a signal to each process that still lives."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def wait_gone(pids: list[int], timeout: float) -> bool:
    """Wait until none of the processes lives any more; False when the time (seconds) was not enough."""
    deadline = time.monotonic() + timeout
    while any(started_at(pid) is not None for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True


def end(pids: list[int], number: int = signal.SIGTERM, grace: float = 5.0) -> None:
    """End processes with ``number``; those that still live after ``grace`` seconds are killed."""
    send(pids, number)
    if not wait_gone(pids, grace):
        send(pids, signal.SIGKILL)
        wait_gone(pids, grace)


def end_families(heads: Mapping[int, int], grace: float = 5.0) -> None:
    """End processes, each by the signal that stands beside it, and those descendants that do not end with them."""
    family = {child: started_at(child) for head in heads for child in descendants(head)}
    for head, number in heads.items():
        send([head], number)
    if not wait_gone(list(heads), grace):
        end(list(heads), signal.SIGKILL)
    end([child for child, ticks in family.items() if ticks and started_at(child) == ticks], signal.SIGKILL)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on (the name before it may hold spaces); [] when gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return []
