"""Child processes that cannot outlive the runner, and their logs."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import weakref
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, TypedDict

# glibc keeps what is freed, in an arena for each thread; with these it is given back. Read when a program starts.
SPARING = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1

# The kernel counts the *thread* that started a child as its parent: a child started by a short-lived thread would be
# ended together with it. So one thread, which lives as long as the interpreter, starts every child.
_SPAWNER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")


class Waited(Protocol):
    """A child of this process that somebody here waits for."""

    pid: int
    returncode: int | None


OWN: weakref.WeakSet[Waited] = weakref.WeakSet()


def collect_orphans() -> None:
    """Collect who has ended and was only adopted by this process: children of a killed one of ours."""
    own = {child.pid for child in OWN if child.returncode is None}
    with suppress(ChildProcessError):
        while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if ended.si_pid in own:
                return  # until who waits for it has collected it; the next call sees further
            os.waitpid(ended.si_pid, 0)


class PopenAccount(TypedDict, total=False):
    """The part of ``subprocess.Popen``'s arguments that names an account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The system account a child runs as; None means the runner's own."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> PopenAccount:
        """Arguments for ``subprocess``."""
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def tie(number: int, parent: int) -> None:
    """In a new child, before its program: have the kernel send ``number`` when the parent dies."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:  # it died before the line above took effect
        os._exit(1)


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str],
    cwd: Path,
    number: int = signal.SIGTERM,
    account: Account | None = None,
    stdin: int = subprocess.DEVNULL,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own (Ctrl-C at the terminal is the runner's), output appended to ``log``.

    ``number`` is the signal it gets from the kernel should the runner die. Raises OSError.
    """
    parent = os.getpid()

    def start(output: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            pass_fds=pass_fds,
            preexec_fn=lambda: tie(number, parent),  # noqa: PLW1509 -- one system call, and it has to come after setuid
            **(account or Account()).popen(),
        )

    with open_log(log) as output:
        child = _SPAWNER.submit(start, output).result()
    OWN.add(child)
    return child


def open_log(path: Path) -> IO[bytes]:
    """Open a log for appending, owner only; one beyond 10 MB is put aside first."""
    if path.exists() and path.stat().st_size > 10 * 1024**2:
        path.replace(path.with_suffix(".log.old"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def last_lines(log: Path, count: int = 6) -> str:
    """The end of a log for an error message; a hint where it is empty."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 8192))
            lines = file.read().decode(errors="replace").strip().splitlines()[-count:]
    except FileNotFoundError:
        lines = []
    return "\n".join(f"    {line[:300]}" for line in lines) or "    (the log is empty)"
