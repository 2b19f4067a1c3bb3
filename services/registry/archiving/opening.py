"""The files of an archive package wherever they lie, and the letters among them. Needs nothing but the files."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

from services.shared.signing.signers import Named


class NoPackage(Exception):
    """There is nothing here that could be an archive package."""


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
        """Every file below the folder; a link is a problem, not a file."""
        paths = [p for p in self._path.rglob("*") if p.is_symlink() or p.is_file()]
        if links := [p for p in paths if p.is_symlink()]:
            raise NoPackage(f"{links[0]} is a symbolic link")
        return sorted(p.relative_to(self._path).as_posix() for p in paths)

    def open(self, name: str) -> BinaryIO:
        """One file's bytes."""
        return (self._path / name).open("rb")


class Zip:
    """A package as a zip; nothing is unpacked."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            raise NoPackage(f"{path} is neither a folder nor a readable zip: {error}") from error

    def names(self) -> list[str]:
        """Every file in the zip. Raises NoPackage where a name occurs twice or leads out of the package."""
        names = [entry.filename for entry in self._zip.infolist() if not entry.is_dir()]
        for name in names:
            if not inside(name):
                raise NoPackage(f"the zip holds a path that leads out of it: {name}")
        if len(set(names)) != len(names):
            raise NoPackage("the zip holds two files of one name")
        return sorted(names)

    def open(self, name: str) -> BinaryIO:
        """One file's bytes."""
        return self._zip.open(name)  # type: ignore[return-value]


def opened(path: Path) -> Files:
    """The files of a package. Raises NoPackage where there is none."""
    return Folder(path) if path.is_dir() else Zip(path)


def root_of(names: list[str]) -> str:
    """Where the bag lies among these files: empty, or a folder with its slash. Raises NoPackage where there is none."""
    roots = [name[: -len("bagit.txt")] for name in names if PurePosixPath(name).name == "bagit.txt"]
    bags = [root for root in roots if not any(other != root and root.startswith(other) for other in roots)]
    if len(bags) != 1:
        raise NoPackage("there is no bagit.txt in it" if not bags else "there is more than one bag in it")
    return bags[0]


def letters(files: Files, root: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The finished letters of the package at ``root``: what the register says of each, and its file's bytes."""
    data = f"{root}/data/" if root else "data/"
    case = json.loads(_whole(files, f"{data}case.json"))
    paths: dict[str, Any] = {row["sha256"]: row["path"] for row in case["documents"]}
    for letter in case["letters"]:
        if letter["number"] and letter["sealed_sha256"] in paths:
            yield letter, _whole(files, data + paths[letter["sealed_sha256"]])


def signer_named(letter: dict[str, Any]) -> Named | None:
    """Whom a letter of a package names as its signer; None in packages that were made before the NIP stood in them."""
    if not letter.get("signer_nip") or not letter.get("signed_at"):
        return None
    at = datetime.fromisoformat(letter["signed_at"])
    return Named(letter["signer_title"], letter["signer_name"], letter["signer_nip"], at)


def inside(name: str) -> bool:
    """Whether a path stays within the package."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith(("/", "~")) and ".." not in parts and "\\" not in name


def _whole(files: Files, name: str) -> bytes:
    with files.open(name) as file:
        return file.read()
