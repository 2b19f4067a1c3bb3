"""The process that bears confined children: it has loaded the heavy libraries, and holds nothing of who started it.

It is started with an empty environment and no open file but its line, so that there is no secret in it to be found.
Over the line come sockets, one per child; a handle of the child (pidfd) goes back. It ends when the line does, and
when nobody has needed a child for a while: its libraries are a third of what the process that asks it holds.
"""

from __future__ import annotations

import importlib
import json
import os
import pickle
import signal
import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from services.shared.confinement import walls
from services.shared.confinement.syscalls import Filter

REST = 600.0  # seconds without a child after which it ends; who needs the next one starts it again
HEAD = struct.Struct("!Q")  # the length of a message, before it


def main() -> None:
    """``-c`` of a fresh interpreter; its last arguments are the line's number and the modules to be loaded, as JSON."""
    line = socket.socket(fileno=int(sys.argv[-2]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended is nobody's to collect
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started us; the line ends then
    for module in json.loads(sys.argv[-1]):
        importlib.import_module(module)
    calls = walls.a_filter()
    line.settimeout(REST)
    while True:
        try:
            message, sockets, _, _ = socket.recv_fds(line, 1, 1)
        except TimeoutError:
            return
        if not message:
            return
        child = os.fork()
        if child == 0:
            line.close()
            _live(socket.socket(fileno=sockets[0]), calls)
        _tell(line, child)
        os.close(sockets[0])


def _tell(line: socket.socket, child: int) -> None:
    try:
        handle = os.pidfd_open(child)
    except ProcessLookupError:  # it has ended already
        line.sendall(b"-")
        return
    socket.send_fds(line, [b"+"], [handle])
    os.close(handle)


def _live(channel: socket.socket, calls: Filter | None) -> None:
    """The child: takes its work, raises its walls, does it, answers, and ends without a word to anybody else."""
    code = 1
    try:
        quiet = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(quiet, number)
        os.close(quiet)
        # What comes is of who started us. The function's module is loaded here, before the walls stand.
        function, args, files, target, limits = pickle.loads(_receive(channel))  # noqa: S301
        if isinstance(function, str):
            module, _, name = function.partition(":")
            function = getattr(importlib.import_module(module), name)
        walls.raise_around(limits, [Path(file) for file in files], Path(target) if target else None, calls)
        data = json.dumps(_answer(function, args)).encode()
        _write(channel, memoryview(HEAD.pack(len(data)) + data))
        code = 0
    finally:
        os._exit(code)


def _answer(function: Callable[..., Any], args: tuple[Any, ...]) -> dict[str, Any]:
    try:
        return {"result": function(*args)}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:300]}


def _write(channel: socket.socket, data: memoryview) -> None:
    """As to a file: behind the walls nothing is sent by a socket's own calls."""
    while data:
        data = data[os.write(channel.fileno(), data) :]


def _receive(channel: socket.socket) -> bytearray:
    return _exactly(channel, HEAD.unpack(_exactly(channel, HEAD.size))[0])


def _exactly(channel: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    view, at = memoryview(data), 0
    while at < size:
        got = channel.recv_into(view[at:])
        if not got:
            raise EOFError
        at += got
    return data
