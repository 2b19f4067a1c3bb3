"""The private key of the backups: shown once to be printed, read from a file or typed, kept only where files last."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyrage

from deploy.backup.encrypted import Unreadable

PREFIX = "AGE-SECRET-KEY-"
_GROUP, _LINE = 4, 5  # signs in a group, groups in a line: what people copy without losing their place
# Kinds of file system that are gone with the container or the power.
VANISHING = frozenset({"overlay", "aufs", "tmpfs", "ramfs", "devtmpfs", "squashfs", "fuse-overlayfs"})


class Vanishes(Unreadable):
    """A place in which a private key would not be found again."""


def new() -> pyrage.x25519.Identity:
    """A key that nobody has had before."""
    return pyrage.x25519.Identity.generate()


def grouped(key: pyrage.x25519.Identity) -> list[str]:
    """The key as it is printed: lines of groups, numbered. It is age's own text, so any age program takes it; its
    alphabet has no signs that look alike, and its last six signs tell when one was mistyped."""
    text = str(key)
    groups = [text[at : at + _GROUP] for at in range(0, len(text), _GROUP)]
    lines = [groups[at : at + _LINE] for at in range(0, len(groups), _LINE)]
    return [f"{number}  {'  '.join(line)}" for number, line in enumerate(lines, 1)]


def typed(text: str) -> pyrage.x25519.Identity:
    """A key as it was typed or as ``age-keygen`` writes it: with line numbers, groups and comments, in any case.

    Raises:
        Unreadable: it is none, or one sign is wrong.
    """
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "".join("".join(re.sub(r"^\s*\d\s\s+", "", line).split()) for line in lines).upper()
    found = re.search(f"{PREFIX}[0-9A-Z]+", joined)
    try:
        return pyrage.x25519.Identity.from_str(found[0] if found else "")
    except pyrage.IdentityError as error:
        raise Unreadable(f"This is no age private key ({PREFIX}…), or a sign of it is wrong.") from error


def read(file: Path) -> pyrage.x25519.Identity:
    """The key in a file, also one that was typed from the print. Raises Unreadable."""
    try:
        return typed(file.read_text())
    except (OSError, UnicodeDecodeError, Unreadable) as error:
        raise Unreadable(f"There is no age private key ({PREFIX}…) in {file}.") from error


def write(file: Path, key: pyrage.x25519.Identity) -> None:
    """Put a key into a new file, closed to others. Raises FileExistsError."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as text:
        text.write(f"# public key: {key.to_public()}\n{key}\n")


def check_lasts(file: Path, mounts: Path = Path("/proc/self/mountinfo")) -> None:
    """Raises Vanishes where a file would be gone with its container or with the power."""
    kind = _file_system(file.absolute().parent.resolve(), mounts)
    if kind in VANISHING:
        raise Vanishes(
            f"{file} lies on {kind}: it would be gone with this container or the power, and every backup with it. "
            "Give a place that stays (a stick that is mounted here), or no file: then the key is shown, to be printed."
        )


def _file_system(folder: Path, mounts: Path) -> str:
    """The kind of file system that a folder lies on; empty where the machine does not tell."""
    found = (0, "")
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        return ""
    for line in lines:
        left, _, right = line.partition(" - ")
        point = left.split()[4].replace("\\040", " ")
        if folder.is_relative_to(point):
            found = max(found, (len(point), right.split()[0]), key=lambda each: each[0])
    return found[1]
