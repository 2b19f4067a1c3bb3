"""The process that has loaded the product once, and forks the office's processes from itself.

``python -m deploy.local.forking LINE MODULES``; ``preloaded.py`` starts it and asks it. Each web process, worker or
beat of its own would spend seconds of the processor and a hundred megabytes on the same libraries.

It holds no secret: it is started without any setting, and a command comes as an open file (a memfd with command and
environment) that only the fork reads. A fork is no child of this process but of who asked (forked twice, and adopted by
it), so that each can be killed, waited for and started again by itself, and outlives this process.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
import types
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from deploy.local.children import tie

# The entry point of each program, as its own script calls it; a command ``python -m MODULE`` calls the module's main.
PROGRAMS = {"celery": "celery.__main__:main", "sigap": "deploy.cli:app"}
SHARED_FILE = 3  # the number of the file that a fork shares with who asked for it
WORD = 64  # bytes of an answer
_SET_NAME = 15  # prctl(2)


@dataclass(frozen=True)
class Order:
    """What a fork becomes. ``parent``: who asked; ``nice``: how far it stands back."""

    command: list[str]
    env: dict[str, str]
    cwd: str
    parent: int
    nice: int = 0

    def file(self) -> int:
        """An open file with it, which has no name."""
        handle = os.memfd_create("order")
        os.write(handle, json.dumps(asdict(self)).encode())
        return handle


def main(line: socket.socket, modules: list[str]) -> int:
    """Serve until the other end closes; a fork returns its program's exit code from here."""
    gc.disable()  # what is loaded stays: looking through it again and again was a quarter of the loading
    for module in modules:
        importlib.import_module(module)
    # The collector does not touch what is shared: a touched page is a copied one. Nor has it freed anything before:
    # forks would fill the holes. Collected once at the end, an idle office had 80 MiB more.
    gc.freeze()
    gc.enable()
    while True:
        word, files, _, _ = socket.recv_fds(line, 1, 3)
        if not word:
            return 0
        pid = _fork_twice()
        if pid == 0:
            line.close()
            return _become(*files)
        for file in files:
            os.close(file)
        line.send(str(pid).encode())


def _fork_twice() -> int:
    """The pid of a grandchild, whom this process does not own; 0 in that grandchild."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        with os.fdopen(ours, "rb") as told:
            pid = int(told.read() or b"0")
        os.waitpid(child, 0)
        if not pid:
            raise RuntimeError("the machine gives no further process")
        return pid
    between = os.getpid()
    grandchild = os.fork()
    if grandchild:
        os.write(theirs, str(grandchild).encode())
        os._exit(0)
    os.close(ours)
    os.close(theirs)
    while os.getppid() == between:
        time.sleep(0.001)
    return 0


def _become(order: int, log: int, shared: int | None = None) -> int:
    """In a fork: take on session, log, environment and folder, then run the program."""
    os.setsid()
    with os.fdopen(order, "rb") as file:
        file.seek(0)
        told = Order(**json.load(file))
    tie(signal.SIGTERM, told.parent)
    _take_files(log, shared)
    os.environ.clear()
    os.environ.update(told.env)
    os.chdir(told.cwd)
    if told.nice:
        os.nice(told.nice)
    _be_called(told.command)
    sys.modules["__main__"] = types.ModuleType("__main__")  # which their own children would otherwise load, too
    run, sys.argv = _program(told.command)
    return run() or 0


def _take_files(log: int, shared: int | None) -> None:
    for number in (1, 2):
        os.dup2(log, number)
    if shared is not None and shared != SHARED_FILE:
        os.dup2(shared, SHARED_FILE)
    for file in {log, shared} - {None, 1, 2, SHARED_FILE}:
        os.close(file)  # type: ignore[arg-type]
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]


def _program(command: list[str]) -> tuple[Callable[[], Any], list[str]]:
    """What to call, and the arguments that it sees."""
    if command[1:2] == ["-m"]:
        place, words = f"{command[2]}:main", command[2:]
    else:
        place, words = PROGRAMS[Path(command[0]).name], command
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name), words


def _be_called(command: list[str]) -> None:
    """Have ``ps`` show the command, in the place of the words with which this process was started."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, size = int(fields[45]), int(fields[46]) - int(fields[45])
    words = "\0".join(command).encode()[: size - 1]
    ctypes.memmove(start, words.ljust(size, b"\0"), size)
    ours = [word for word in command[1:] if word.startswith("services.")]
    name = next((word for word in ours if ":" in word), (ours or [Path(command[0]).name])[0])
    ctypes.CDLL(None).prctl(_SET_NAME, name.removeprefix("services.").encode())  # the kernel takes 15 bytes of it


if __name__ == "__main__":
    sys.exit(main(socket.socket(fileno=int(sys.argv[1])), json.loads(sys.argv[2])))
