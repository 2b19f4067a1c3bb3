"""Checks that an archive package is whole, with nothing but its files: no server, no database (RFC 8493).

Whole is not genuine: anybody can make files that fit each other. Whose they are, ``judging`` says.

A package is a folder, its zip as it lies in the archive, or the zip that was exported for a court.
"""

from __future__ import annotations

import json
import re

from services.registry.archiving.opening import Files, Unreadable, digests, root_of, whole
from services.registry.archiving.report import Report
from services.registry.archiving.tags import EXPORTED, SEAL, SEALED, read_lines, read_manifest

STRONG = {"sha256", "sha512"}
_MANIFEST = re.compile(r"(tag)?manifest-(md5|sha1|sha256|sha512)\.txt")


def verify(files: Files) -> Report:
    """Check a package: declaration, every manifest against every file and back, sizes, and the case's own list.

    Raises:
        NoPackage: there is no bag in it.
    """
    return _Check(files).run()


class _Check:
    """One run over one bag; a problem is noted, and the other checks go on."""

    def __init__(self, files: Files) -> None:
        self.files, self.names = files, files.names()
        self.root = root_of(self.names)
        self.payload = {name.removeprefix(self.root) for name in self.names if name.startswith(f"{self.root}data/")}
        self.hashes: dict[str, dict[str, str]] = {}
        self.report = Report(self.root.strip("/"), files=len(self.payload))

    def run(self) -> Report:
        """Every check."""
        self._declaration()
        own = [name.removeprefix(self.root) for name in self.names if name.startswith(self.root)]
        self._manifests(own)
        self._payload_size()
        self._own_list()
        self._sealed_list(own)
        self._export()
        return self.report

    def _manifests(self, own: list[str]) -> None:
        """Every manifest against every file, and back."""
        manifests = [found for name in own if (found := _MANIFEST.fullmatch(name))]
        self._read({found[2] for found in manifests} | {"sha256", "sha512"})
        for found in manifests:
            listed = self._compare(found[0], self.root, found[2])
            for name in sorted((self._tags(own) if found[1] else self.payload) - listed.keys()):
                self.report.note(f"{name} is not in {found[0]}")
        if not any(found[1] is None and found[2] in STRONG for found in manifests):
            self.report.note("no SHA-256 or SHA-512 manifest of the payload")

    def _tags(self, own: list[str]) -> set[str]:
        """The files of the bag that a manifest over tag files has to name."""
        return {name for name in own if not name.startswith(("data/", "tagmanifest-"))}

    def _sealed_list(self, own: list[str]) -> None:
        """A seal counts for what its list names: every tag file, and among them the manifest of the payload."""
        if SEAL in own and not {SEALED, "manifest-sha512.txt"} <= set(own):
            return self.report.note(f"{SEAL} is there without what it seals")
        if SEALED in own:
            listed = self._compare(SEALED, self.root, "sha512")
            for name in sorted(self._tags(own) - listed.keys() - {SEALED, SEAL}):
                self.report.note(f"{name} is not in {SEALED}")
        return None

    def _export(self) -> None:
        """What lies around the bag: everything in a list of its own, and nothing else."""
        around = {name for name in self.names if not name.startswith(self.root)} if self.root else set()
        if not around:
            return
        listed = self._compare(EXPORTED, "", "sha256", " of the export") if EXPORTED in around else {}
        for name in sorted(set(self.names) - listed.keys() - {EXPORTED, f"{EXPORTED}.p7s"}):
            self.report.note(f"{name} is in no list of the export")

    def _declaration(self) -> None:
        tags = read_lines(self._text(f"{self.root}bagit.txt"))
        if tags.get("BagIt-Version") not in {"0.97", "1.0"} or tags.get("Tag-File-Character-Encoding") != "UTF-8":
            self.report.note("bagit.txt does not declare BagIt 0.97 or 1.0 in UTF-8")
        if f"{self.root}bag-info.txt" in self.names:
            self.report.info = read_lines(self._text(f"{self.root}bag-info.txt"))

    def _read(self, algorithms: set[str]) -> None:
        for name in self.names:
            own = name.removeprefix(self.root)
            try:
                self.hashes[name], size = digests(self.files, name, algorithms)
            except Unreadable as error:
                self.report.note(f"{own} cannot be read: {error}")
                continue
            self.report.size += size if own in self.payload else 0

    def _compare(self, manifest: str, base: str, algorithm: str, whose: str = "") -> dict[str, str]:
        """Files below ``base`` against a manifest; returns its digests by path."""
        known = set(self.names)
        listed = read_manifest(self._text(base + manifest), f"{manifest}{whose}", self.report.note)
        for name, digest in listed.items():
            if base + name not in known:
                self.report.note(f"{name} is missing ({manifest}{whose})")
            elif self.hashes.get(base + name, {}).get(algorithm, digest) != digest:
                self.report.note(f"{name} has changed ({manifest}{whose})")
        return listed

    def _payload_size(self) -> None:
        oxum, found = self.report.info.get("Payload-Oxum"), f"{self.report.size}.{self.report.files}"
        if oxum not in (None, found):
            self.report.note(f"Payload-Oxum says {oxum}, found {found}")

    def _own_list(self) -> None:
        """The list of documents in ``case.json``, which says more than the manifests: what each file is."""
        if "data/case.json" not in self.payload:
            return self.report.note("data/case.json is missing: this is no package of a case")
        try:
            documents = json.loads(self._text(f"{self.root}data/case.json"))["documents"]
            listed = {f"data/{row['path']}": row["sha256"] for row in documents}
        except (ValueError, KeyError, TypeError, RecursionError):
            return self.report.note("data/case.json cannot be read")
        for name, digest in listed.items():
            if self.hashes.get(self.root + name, {}).get("sha256") != digest:
                self.report.note(f"{name} is not the file that case.json names")
        return None

    def _text(self, name: str) -> str:
        try:
            return whole(self.files, name).decode("utf-8-sig")
        except (Unreadable, ValueError) as error:
            self.report.note(f"{name.removeprefix(self.root)} cannot be read: {error}")
            return ""
