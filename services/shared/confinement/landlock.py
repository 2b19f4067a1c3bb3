"""Landlock: the kernel lets this process read below a few paths, and touch no other file (Linux 5.13, landlock(7)).

From 6.7 on no TCP either, from 6.12 on no signal and no abstract socket beyond itself. There is no library of it for
Python that we would want; it is three system calls with the same numbers on every architecture.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

CREATE, ADD_RULE, RESTRICT = 444, 445, 446
ASK_VERSION = 1  # LANDLOCK_CREATE_RULESET_VERSION
BENEATH = 1  # LANDLOCK_RULE_PATH_BENEATH
WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
# How many rights on files each version of the interface knows: REFER came with 2, TRUNCATE with 3, IOCTL_DEV with 5.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
NET_SINCE, SCOPE_SINCE = 4, 6
NET = 0b11  # bind and connect by TCP
SCOPE = 0b11  # abstract sockets, signals
_libc = ctypes.CDLL(None, use_errno=True)


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scope", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """The version of the kernel's interface, 0 where it has none."""
    return max(int(_libc.syscall(CREATE, None, 0, ASK_VERSION)), 0)


def restrict(readable: Iterable[Path], writable: Path | None = None) -> None:
    """Let this process, for good, read what lies below the given paths, write one file, and no more.

    What is not there is passed over.

    Raises:
        OSError: the kernel refused.
    """
    known = version()
    files = (1 << FILE_RIGHTS.get(known, FILE_RIGHTS[5])) - 1
    asked = _Rules(files, NET if known >= NET_SINCE else 0, SCOPE if known >= SCOPE_SINCE else 0)
    size = 24 if known >= SCOPE_SINCE else 16 if known >= NET_SINCE else 8
    rules = _done(_libc.syscall(CREATE, ctypes.byref(asked), size, 0))
    try:
        for path in readable:
            _allow(rules, path, READ_FILE | READ_DIR if path.is_dir() else READ_FILE)
        if writable:
            _allow(rules, writable, (READ_FILE | WRITE_FILE | TRUNCATE) & files)
        _done(_libc.syscall(RESTRICT, rules, 0))
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        found = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        _done(_libc.syscall(ADD_RULE, rules, BENEATH, ctypes.byref(_Beneath(rights, found)), 0))
    finally:
        os.close(found)


def _done(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
