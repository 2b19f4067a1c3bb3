"""All the walls of a child: what it may use up, read and ask of the kernel; and which of them this machine has."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
import sysconfig
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from services.shared.confinement import landlock, syscalls

NO_NEW_PRIVILEGES, DIES_WITH_PARENT, KILL = 38, 1, 9  # prctl(2)
OPEN_FILES = 64
THREADS = 4096  # of the user together, beyond which no child begins one; the office itself has some hundreds
SERVICES = Path(__file__).resolve().parents[2]  # our own code; not the folder above it, where a run folder may lie
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/fonts", "/usr/share/zoneinfo")
_DEVICES = ("/dev/null", "/dev/urandom", "/etc/ld.so.cache", "/etc/localtime")


@dataclass(frozen=True)
class Limits:
    """What a child may use up: bytes of memory above what it begins with, seconds of the processor, bytes of a file."""

    memory: int
    processor: float
    writes: int = 0


def readable() -> tuple[Path, ...]:
    """Where code and its data lie: what a library may load when it is first used."""
    prefixes = (sys.prefix, *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")))
    return (SERVICES, *{Path(path).resolve() for path in (*prefixes, *_LIBRARIES)}, *map(Path, _DEVICES))


def missing() -> list[str]:
    """What this machine cannot hold a child to, in words for whoever runs it; empty where all is there."""
    found = []
    if not landlock.version():
        found.append("Landlock (the kernel has it from 5.13 on, where its list of security modules names it): files")
    try:
        syscalls.Filter()
    except OSError as error:
        found.append(f"seccomp by {syscalls.LIBRARY} ({error}): sockets, processes, signals")
    return found


def raise_around(limits: Limits, files: Sequence[Path], target: Path | None, calls: syscalls.Filter | None) -> None:
    """Hold this process to its limits, to reading code and ``files``, to writing ``target``, to ``calls``; for good.

    Where the machine lacks a wall, the others stand.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(DIES_WITH_PARENT, KILL, 0, 0, 0)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _limit(limits)
    if landlock.version():
        landlock.restrict((*readable(), *files), target)
    if calls:
        calls.lay()


def a_filter() -> syscalls.Filter | None:
    """The filter of system calls, None where there is no library for it."""
    with suppress(OSError):
        return syscalls.Filter()
    return None


def _limit(limits: Limits) -> None:
    """Address space, processor time, size of what is written, few files open, threads, no memory image left."""
    most = _address_space() + limits.memory
    seconds = max(1, int(limits.processor))
    for name, soft, hard in (
        (resource.RLIMIT_AS, most, most),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, limits.writes, limits.writes),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NPROC, THREADS, THREADS),
    ):
        resource.setrlimit(name, (soft, hard))


def _address_space() -> int:
    """Bytes of address space that this process has now."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
