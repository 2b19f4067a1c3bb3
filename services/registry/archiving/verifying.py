"""Checks an archive package with nothing but its files: no server, no database, no library (RFC 8493).

A package is a folder, its zip as it lies in the archive, or the zip that was exported for a court.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

CHUNK = 1024 * 1024
_LINE = re.compile(r"([0-9A-Fa-f]+)\s+\*?(\S.*)")
_MANIFEST = re.compile(r"(tag)?manifest-(md5|sha1|sha256|sha512)\.txt")
STRONG = {"sha256", "sha512"}


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


@dataclass
class Report:
    """What was found. ``problems`` is empty for a package that is whole."""

    root: str
    files: int = 0
    size: int = 0  # bytes of the payload
    info: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


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
            if not _inside(name):
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


def verify(files: Files) -> Report:
    """Check a package: declaration, every manifest against every file and back, sizes, and the case's own list.

    Raises:
        NoPackage: there is no bag in it.
    """
    names = files.names()
    roots = [name[: -len("bagit.txt")] for name in names if PurePosixPath(name).name == "bagit.txt"]
    bags = [root for root in roots if not any(other != root and root.startswith(other) for other in roots)]
    if len(bags) != 1:
        raise NoPackage("there is no bagit.txt in it" if not bags else "there is more than one bag in it")
    report = Report(bags[0].strip("/"))
    _Check(files, bags[0], names, report).run()
    return report


class _Check:
    """One run over one bag."""

    def __init__(self, files: Files, root: str, names: list[str], report: Report) -> None:
        self.files, self.root, self.report = files, root, report
        self.inside = [name[len(root) :] for name in names if name.startswith(root)]
        self.outside = [name for name in names if not name.startswith(root)]
        self.payload = [name for name in self.inside if name.startswith("data/")]
        self.hashes: dict[str, dict[str, str]] = {}

    def run(self) -> None:
        """Every check; a problem is noted and the others go on."""
        self._declaration()
        self.report.info = _tags(self._text("bag-info.txt")) if "bag-info.txt" in self.inside else {}
        manifests = [m for name in self.inside if (m := _MANIFEST.fullmatch(name))]
        if not any(m[1] is None and m[2] in STRONG for m in manifests):
            self._note("no SHA-256 or SHA-512 manifest of the payload")
        self._read({m[2] for m in manifests} or {"sha256"})
        for manifest in manifests:
            self._manifest(manifest[0], manifest[2], whole=manifest[1] is None)
        self._payload_size()
        self._own_list()
        self._enclosing()

    def _declaration(self) -> None:
        tags = _tags(self._text("bagit.txt"))
        if tags.get("BagIt-Version") not in {"0.97", "1.0"} or tags.get("Tag-File-Character-Encoding") != "UTF-8":
            self._note("bagit.txt does not declare BagIt 0.97 or 1.0 in UTF-8")

    def _read(self, algorithms: set[str]) -> None:
        for name in self.inside:
            digests = {algorithm: hashlib.new(algorithm) for algorithm in algorithms | {"sha256"}}
            try:
                for chunk in _chunks(self.files.open(self.root + name)):
                    for digest in digests.values():
                        digest.update(chunk)
                    self.report.size += len(chunk) if name.startswith("data/") else 0
            except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
                self._note(f"{name} cannot be read: {error}")
                continue
            self.hashes[name] = {algorithm: digest.hexdigest() for algorithm, digest in digests.items()}
        self.report.files = len(self.payload)

    def _manifest(self, manifest: str, algorithm: str, *, whole: bool) -> None:
        listed: dict[str, str] = {}
        for number, line in enumerate(self._text(manifest).splitlines(), 1):
            match = _LINE.fullmatch(line)
            if match is None or not _inside(match[2]):
                self._note(f"{manifest}, line {number} cannot be read")
                continue
            listed[match[2]] = match[1].lower()
        for name, digest in listed.items():
            if name not in self.inside:
                self._note(f"{name} is missing ({manifest})")
            elif self.hashes.get(name, {}).get(algorithm, digest) != digest:
                self._note(f"{name} has changed ({manifest})")
        if whole:
            for name in sorted(set(self.payload) - listed.keys()):
                self._note(f"{name} is not in {manifest}")

    def _payload_size(self) -> None:
        oxum = self.report.info.get("Payload-Oxum")
        if oxum is not None and oxum != f"{self.report.size}.{self.report.files}":
            self._note(f"Payload-Oxum says {oxum}, found {self.report.size}.{self.report.files}")

    def _own_list(self) -> None:
        """The list of documents in ``case.json``, which says more than the manifests: what each file is."""
        if "data/case.json" not in self.inside:
            return self._note("data/case.json is missing: this is no package of a case")
        try:
            documents = json.loads(self._text("data/case.json"))["documents"]
            listed = {f"data/{row['path']}": row["sha256"] for row in documents}
        except (ValueError, KeyError, TypeError):
            return self._note("data/case.json cannot be read")
        for name, digest in listed.items():
            if self.hashes.get(name, {}).get("sha256") != digest:
                self._note(f"{name} is not the file that case.json names")
        return None

    def _enclosing(self) -> None:
        """What an export puts around the bag, with a manifest of its own."""
        if "manifest-sha256.txt" not in self.outside:
            return
        for line in self._whole("manifest-sha256.txt").splitlines():
            match = _LINE.fullmatch(line)
            name = match[2] if match else ""
            if match is None or name not in [*self.outside, *(self.root + inner for inner in self.inside)]:
                self._note(f"{name or line} is missing (manifest-sha256.txt of the export)")
            elif self._digest(name) != match[1].lower():
                self._note(f"{name} has changed (manifest-sha256.txt of the export)")

    def _digest(self, name: str) -> str:
        """SHA-256 of a file outside the bag; empty where it cannot be read."""
        if name.startswith(self.root) and self.root:
            return self.hashes.get(name[len(self.root) :], {}).get("sha256", "")
        try:
            return _sha256(self.files.open(name))
        except (OSError, zipfile.BadZipFile):
            return ""

    def _text(self, name: str) -> str:
        return self._whole(self.root + name)

    def _whole(self, name: str) -> str:
        try:
            with self.files.open(name) as file:
                return file.read().decode("utf-8-sig")
        except (OSError, KeyError, zipfile.BadZipFile, UnicodeDecodeError) as error:
            self._note(f"{name} cannot be read: {error}")
            return ""

    def _note(self, problem: str) -> None:
        if problem not in self.report.problems:
            self.report.problems.append(problem)


def letters(files: Files, report: Report) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The finished letters in a package: what the register says of each, and the bytes of its file."""
    root = f"{report.root}/" if report.root else ""
    case = json.loads(_all(files.open(f"{root}data/case.json")))
    paths: dict[str, Any] = {row["sha256"]: row["path"] for row in case["documents"]}
    for letter in case["letters"]:
        if letter["number"] and letter["sealed_sha256"] in paths:
            path = f"{root}data/{paths[letter['sealed_sha256']]}"
            yield letter, _all(files.open(path))


def _inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith(("/", "~")) and ".." not in parts and "\\" not in name


def _tags(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines() if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _chunks(file: BinaryIO) -> Iterable[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    return digest.hexdigest()


def _all(file: BinaryIO) -> bytes:
    with file:
        return file.read()
