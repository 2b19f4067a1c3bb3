"""A small checker of bags after RFC 8493, for the tests alone: it shares no line with what makes or checks bags."""

from __future__ import annotations

import hashlib
from pathlib import Path


def faults(bag: Path) -> list[str]:
    """What is wrong with an unpacked bag; empty for a complete and valid one (RFC 8493, section 3)."""
    found = []
    declaration = (bag / "bagit.txt").read_bytes()
    if declaration not in (
        b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n",
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    ):
        found.append("bagit.txt")
    payload = {p.relative_to(bag).as_posix() for p in (bag / "data").rglob("*") if p.is_file()}
    tags = {p.relative_to(bag).as_posix() for p in bag.iterdir() if p.is_file()}
    manifests = sorted(bag.glob("manifest-*.txt"))
    if not manifests or not payload:
        found.append("no payload manifest, or no payload")
    for manifest in [*manifests, *sorted(bag.glob("tagmanifest-*.txt"))]:
        algorithm = manifest.stem.rpartition("-")[2]
        listed = dict(reversed(line.split(None, 1)) for line in manifest.read_text("utf-8").splitlines())
        wanted = payload if manifest.name.startswith("manifest") else tags - {m.name for m in bag.glob("tagmanifest*")}
        found += [f"{manifest.name}: {name}" for name in wanted ^ set(listed)]
        for name in wanted & set(listed):
            if hashlib.new(algorithm, (bag / name).read_bytes()).hexdigest() != listed[name]:
                found.append(f"{manifest.name}: {name} differs")
    size = sum((bag / name).stat().st_size for name in payload)
    if f"Payload-Oxum: {size}.{len(payload)}\n" not in (bag / "bag-info.txt").read_text("utf-8"):
        found.append("Payload-Oxum")
    return found
