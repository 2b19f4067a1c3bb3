"""The files of an archive package wherever they lie. Needs nothing but the files."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from services.registry.archiving.bounds import (
    MOST_FILES,
    MOST_TEXT,
    NoPackage,
    check_entries,
    check_list,
    check_name,
)

__all__ = ["Files", "Folder", "NoPackage", "Unreadable", "Zip", "digests", "opened", "root_of",
           "whole"]  # fmt: skip


CHUNK = 1024 * 1024


class Unreadable(ValueError):
    """A file of the package cannot be read, or is larger than it may be."""


class Files(Protocol):
    """The files of a package, wherever they lie; names are paths with ``/``."""

    def names(self) -> list[str]:
        """Every file, in order."""
        ...

    def open(self, name: str) -> BinaryIO:
        """One file's bytes."""
        ...


class Folder:
    """A package that is unpacked."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        """Every file below the folder. Raises NoPackage for a link, a device, a name or a number out of bounds."""
        paths = [p for p in islice(self._path.rglob("*"), 2 * MOST_FILES) if p.is_symlink() or not p.is_dir()]
        if len(paths) > MOST_FILES:
            raise NoPackage(f"there are more than {MOST_FILES} files in it")
        for path in paths:
            if path.is_symlink() or not path.is_file():
                raise NoPackage(f"{path} is a symbolic link or a device")
        names = sorted(p.relative_to(self._path).as_posix() for p in paths)
        for name in names:
            check_name(name)
        return names

    def open(self, name: str) -> BinaryIO:
        """One file's bytes."""
        return (self._path / name).open("rb")


class Zip:
    """A package as a zip; nothing is unpacked, and what it says of its sizes binds: no file gives more than that."""

    def __init__(self, path: Path) -> None:
        try:
            check_list(path)
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise NoPackage(f"{path} is neither a folder nor a readable zip: {error}") from error
        check_entries(self._zip.infolist(), path.stat().st_size)

    def names(self) -> list[str]:
        """Every file in the zip."""
        return sorted(entry.filename for entry in self._zip.infolist() if not entry.is_dir())

    def open(self, name: str) -> BinaryIO:
        """One file's bytes."""
        return self._zip.open(name)  # type: ignore[return-value]


def opened(path: Path) -> Files:
    """The files of a package. Raises NoPackage where there is none, or one out of all bounds."""
    return Folder(path) if path.is_dir() else Zip(path)


def root_of(names: list[str]) -> str:
    """Where the bag lies among these files: empty, or a folder with its slash. Raises NoPackage where there is none."""
    roots = [name[: -len("bagit.txt")] for name in names if PurePosixPath(name).name == "bagit.txt"]
    bags = [root for root in roots if not any(other != root and root.startswith(other) for other in roots)]
    if len(bags) != 1:
        raise NoPackage("there is no bagit.txt in it" if not bags else "there is more than one bag in it")
    return bags[0]


def whole(files: Files, name: str) -> bytes:
    """A file's bytes. Raises Unreadable, also for one that is larger than any list or letter."""
    with _reading(files, name) as file:
        data = file.read(MOST_TEXT + 1)
    if len(data) > MOST_TEXT:
        raise Unreadable(f"it is larger than {MOST_TEXT} bytes")
    return data


def digests(files: Files, name: str, algorithms: Iterable[str]) -> tuple[dict[str, str], int]:
    """A file's digests (hex) by algorithm, and its size in bytes. Raises Unreadable."""
    found, size = {algorithm: hashlib.new(algorithm) for algorithm in algorithms}, 0
    with _reading(files, name) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            for digest in found.values():
                digest.update(chunk)
    return {algorithm: digest.hexdigest() for algorithm, digest in found.items()}, size


@contextmanager
def _reading(files: Files, name: str) -> Iterator[BinaryIO]:
    try:
        with files.open(name) as file:
            yield file
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(str(error)) from error
