"""Runs a function in a child process of its own, with limits of time and memory: for bytes that strangers send.

A process kept for it (``forkserver``) has the heavy libraries loaded already, so a child is ready in milliseconds, and
holds nothing of the caller's: no connection, no key, no other request. What it answers is JSON, never a pickle: a
child that has been taken over cannot take its parent over.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import resource
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from services.shared.errors import Unavailable

log = logging.getLogger(__name__)
SECONDS = 15.0  # by the wall; the processor's own limit is a little below
MEMORY = 512 * 1024 * 1024  # bytes of address space above what the child begins with
AT_ONCE = 2  # children of one process; more callers wait
PATIENCE = 20.0  # seconds that a caller waits for its turn
LARGEST = 1024 * 1024  # bytes of an answer
_preloaded: list[str] = []
_turns = threading.BoundedSemaphore(AT_ONCE)
_context = multiprocessing.get_context("forkserver")


class TooMuch(Exception):
    """The child was ended: it took more time or memory than allowed, or it crashed."""


def preload(*modules: str) -> None:
    """Name modules that children need, while this process starts; what was named before stays."""
    _preloaded.extend(module for module in modules if module not in _preloaded)
    _context.set_forkserver_preload(_preloaded)


def run(
    function: Callable[..., Any],
    *args: Any,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    patience: float = PATIENCE,
    largest: int = LARGEST,
    writes: int = 0,
) -> Any:
    """Run an importable function whose result is plain JSON data; returns that result.

    ``writes``: how large a file it may write; none where not told.

    Raises:
        TooMuch: the limits were reached, or the child died. Unavailable: too many are waiting for their turn.
    """
    if not _turns.acquire(timeout=patience):
        raise Unavailable("Sedang banyak yang memeriksa berkas. Coba lagi sebentar.")
    try:
        return _run(function, args, (seconds, memory, writes), largest)
    finally:
        _turns.release()


def _run(function: Callable[..., Any], args: tuple[Any, ...], limits: tuple[float, int, int], largest: int) -> Any:
    seconds = limits[0]
    ours, theirs = _context.Pipe(duplex=False)
    with _children_allowed():
        child = _context.Process(target=_child, args=(theirs, function, args, limits), daemon=True)
        child.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise TooMuch(f"no answer within {seconds:g} s")
        answer = json.loads(ours.recv_bytes(largest))
    except (EOFError, OSError, ValueError) as error:
        raise TooMuch(f"the child died: {type(error).__name__}") from error
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()
    if "failed" in answer:
        raise TooMuch(str(answer["failed"]))
    return answer["result"]


@contextmanager
def _children_allowed() -> Iterator[None]:
    """A Celery worker's child is billiard's, not multiprocessing's, which therefore refuses it children of its own.

    It counts as a daemon, and its key is of a class that only billiard sends. Ours always end, and use no key.
    """
    mine: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    before = dict(mine)
    mine.pop("daemon", None)
    mine["authkey"] = bytes(mine["authkey"])
    try:
        yield
    finally:
        mine.update(before)


def _child(
    theirs: Connection, function: Callable[..., Any], args: tuple[Any, ...], limits: tuple[float, int, int]
) -> None:
    _limit(*limits)
    try:
        answer = {"result": function(*args)}
    except (MemoryError, RecursionError) as error:
        answer = {"failed": type(error).__name__}
    theirs.send_bytes(json.dumps(answer).encode())


def _limit(seconds: float, memory: int, writes: int) -> None:
    """What the kernel holds the child to: address space, processor time, size of files, no memory image left."""
    most = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    processor = max(1, int(seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (writes, writes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    """Bytes of address space that this process has now."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
