"""Runs a function in a child process of its own, between walls: for bytes that strangers send.

A process kept for it (``confinement/nursery.py``) has the heavy libraries loaded already, so a child is ready in
milliseconds, and holds nothing of the caller's: no secret, no connection, no key, no other request. The child reads
code and the files that it is given, writes none but the one that it may be given, opens no connection, starts no
process and signals none (``confinement/walls.py``). What it answers is JSON, never a pickle: who takes it over cannot
take its parent over.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from services.shared.confinement.nursery import HEAD
from services.shared.confinement.walls import SERVICES, Limits
from services.shared.errors import Unavailable

log = logging.getLogger(__name__)
SECONDS = 15.0  # by the wall; the processor's own limit is the same where none is named
MEMORY = 512 * 1024 * 1024  # bytes of address space above what the child begins with
AT_ONCE = 2  # children of one process; more callers wait
PATIENCE = 20.0  # seconds that a caller waits for its turn
LOADING = 60.0  # seconds that the nursery may take to load its libraries
LARGEST = 1024 * 1024  # bytes of an answer
_BEGIN = "import sys; sys.path[:] = {path!r}; from services.shared.confinement.nursery import main; main()"
_preloaded: list[str] = []
_turns = threading.BoundedSemaphore(AT_ONCE)


class TooMuch(Exception):
    """The child was ended: it took more time or memory than allowed, failed, or crashed."""


def preload(*modules: str) -> None:
    """Name modules that children need, while this process starts; what was named before stays."""
    _preloaded.extend(module for module in modules if module not in _preloaded)


def run(
    function: Callable[..., Any] | str,
    *args: Any,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    processor: float | None = None,
    patience: float = PATIENCE,
    largest: int = LARGEST,
    files: Sequence[str] = (),
    target: str = "",
    writes: int = 0,
) -> Any:
    """Run an importable function whose result is plain JSON data; returns that result.

    A function is named (``module:name``) where its module loads libraries that the caller's process does not need.

    ``processor``: seconds of the processor, where they are fewer than those by the wall. ``files``: what it may read.
    ``target``: the one file that is there and that it may write, at most ``writes`` bytes of it.

    Raises:
        TooMuch: the limits were reached, or the child died.
        Unavailable: too many are waiting for their turn, or no child can be started.
    """
    if not _turns.acquire(timeout=patience):
        raise Unavailable("Sedang banyak yang memeriksa berkas. Coba lagi sebentar.")
    try:
        limits = Limits(memory, processor or seconds, writes)
        return _run((function, args, tuple(files), target, limits), seconds, largest)
    finally:
        _turns.release()


def _run(work: tuple[Any, ...], seconds: float, largest: int) -> Any:
    ours, theirs = socket.socketpair()
    with ours:
        child = _nursery.bear(theirs)
        try:
            answer = _asked(ours, work, time.monotonic() + seconds, largest)
        except TimeoutError as error:
            raise TooMuch(f"no answer within {seconds:g} s") from error
        except (EOFError, OSError, ValueError) as error:
            raise TooMuch(f"the child died: {type(error).__name__}") from error
        finally:
            _end(child)
    return _result(answer)


def _result(answer: dict[str, Any]) -> Any:
    if "failed" in answer:
        raise TooMuch(str(answer["failed"]))
    return answer["result"]


def _asked(channel: socket.socket, work: tuple[Any, ...], end: float, largest: int) -> dict[str, Any]:
    """Send the work and read the answer; every wait ends at ``end``, however the other side behaves."""
    data = pickle.dumps(work)
    channel.settimeout(max(end - time.monotonic(), 0.001))
    channel.sendall(HEAD.pack(len(data)))
    channel.sendall(data)
    size = HEAD.unpack(_by(channel, HEAD.size, end))[0]
    if size > largest:
        raise ValueError("the answer is too large")
    return _answer(_by(channel, size, end))


def _answer(data: bytes | bytearray) -> dict[str, Any]:
    """What the other side says, if it is of the one shape that there is; raises ValueError."""
    try:
        answer: dict[str, Any] = json.loads(data)
    except RecursionError as error:
        raise ValueError("the answer is nested too deeply") from error
    if not isinstance(answer, dict) or len({"result", "failed"} & answer.keys()) != 1:
        raise ValueError("this is no answer")
    return answer


def _by(channel: socket.socket, size: int, end: float) -> bytearray:
    data = bytearray()
    while len(data) < size:
        channel.settimeout(max(end - time.monotonic(), 0.001))
        part = channel.recv(min(size - len(data), 1024 * 1024))
        if not part:
            raise EOFError
        data += part
    return data


def _end(child: int | None) -> None:
    if child is not None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(child, signal.SIGKILL)
        os.close(child)


class _Nursery:
    """The process that bears the children of this one; started at first use, and again where it has gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None

    def bear(self, channel: socket.socket) -> int | None:
        """A child at the other end of ``channel``, which is closed here; returns its handle, None where it has ended.

        Raises:
            Unavailable: there is none to be had.
        """
        with channel, self._lock:
            for _ in range(2):
                try:
                    line = self._ready()
                    socket.send_fds(line, [b"+"], [channel.fileno()])
                    word, handles, _, _ = socket.recv_fds(line, 1, 1)
                except OSError as error:
                    log.info("the nursery of confined children has gone, or rests: %s", error)
                    word, handles = b"", []
                if word:
                    return handles[0] if handles else None
                self._forget()
        raise Unavailable("Pemeriksa berkas sedang tidak dapat dijalankan. Coba lagi sebentar.")

    def _ready(self) -> socket.socket:
        """The line to it; one that was begun before this process was forked is its parent's."""
        if self._line is None or self._owner != os.getpid():
            self._forget()
            self._start()
        assert self._line is not None
        return self._line

    def _start(self) -> None:
        self._line, theirs = socket.socketpair()
        self._line.settimeout(LOADING)
        # Celery has the folder of the product on its path only while it loads.
        begin = _BEGIN.format(path=[str(SERVICES.parent), *(os.path.abspath(path) for path in sys.path)])
        command = [sys.executable, "-B", "-c", begin, str(theirs.fileno()), json.dumps(_preloaded)]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter
                command, env={"LANG": "C.UTF-8"}, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], cwd="/"
            )
        self._owner = os.getpid()

    def _forget(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
        self._line = self._process = None


_nursery = _Nursery()
