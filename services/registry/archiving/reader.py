"""The edition of a package for one reader: what they may not see is left out or masked, and the package says so.

The edition is a whole bag by itself: manifests and sizes are made anew, all files that stay are those of the archive
byte for byte. What was left out is named by kind, hash and size, so that the whole package can prove it later.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.registry.archiving.tags import ALGORITHMS
from services.registry.rules.readers import masked_facts, masked_timeline, why_left_out
from services.shared.storage.object_store import Damaged

LEFT_OUT = "TIDAK-DISERTAKAN.txt"
_INTRODUCTION = """\
BERKAS YANG TIDAK DISERTAKAN

Paket ini dibuat untuk pembaca yang tidak berhak melihat seluruh isi arsip.
Paket utuh hanya untuk Kasi dan Camat, dengan alasan yang dicatat.
Setiap baris: jenis berkas, alasan, ukuran (B), SHA-256 berkas aslinya.

"""
SealTags = Callable[[Mapping[str, bytes]], Mapping[str, bytes]]
Draw = Callable[[Mapping[str, Any], list[dict[str, Any]]], bytes]


@dataclass(frozen=True)
class Edition:
    """Which files of the package are left out, and which are there with other bytes, by their path in the zip."""

    without: frozenset[str] = frozenset()
    anew: Mapping[str, bytes] = field(default_factory=dict)


WHOLE = Edition()


def edition(
    source: zipfile.ZipFile,
    root: str,
    contents: Iterable[Mapping[str, Any]],
    *,
    confidential: bool,
    words: Mapping[str, str],
    draw: Draw,
    seal: SealTags,
) -> Edition:
    """What a reader gets who may not see all.

    Args:
        contents: the payload by the archive's own row (path, sha256): nothing is sealed that the store has changed.
        words: what roles of files are called.
        draw: makes the time line on paper of facts and lines.
        seal: adds seal and manifests to the tag files.

    Raises:
        Damaged: the package in the store is not the one that was archived.
    """
    check_listed(source, root, contents)
    facts = json.loads(source.read(f"{root}/data/case.json"))
    reasons = [(row, why_left_out(row["role"], confidential=confidential)) for row in facts["documents"]]
    gone = [(row, why) for row, why in reasons if why]
    if not gone and not confidential:
        return WHOLE
    lines = json.loads(source.read(f"{root}/data/timeline.json"))
    if confidential:
        facts, lines = masked_facts(facts), masked_timeline(lines)
    facts["documents"] = [row for row, why in reasons if not why]
    facts["left_out"] = [
        {"kind": words.get(row["role"], "Berkas"), "why": why, "size": row["size"], "sha256": row["sha256"]}
        for row, why in gone
    ]
    anew = {"data/case.json": _json(facts), "data/timeline.json": _json(lines), "data/timeline.pdf": draw(facts, lines)}
    without = {f"data/{row['path']}" for row, _ in gone}
    tags = seal(_tags(source, root, without, anew, facts["left_out"]))
    found = {f"{root}/{path}": data for path, data in {**anew, **tags}.items()}
    return Edition(frozenset(f"{root}/{path}" for path in without), found)


def _tags(
    source: zipfile.ZipFile, root: str, without: set[str], anew: Mapping[str, bytes], left_out: list[dict[str, Any]]
) -> dict[str, bytes]:
    """The bag's own files: manifests of what is there, its size, what was left out; no manifests of these."""
    lines = "".join(f"{row['kind']}; {row['why']}; {row['size']}; {row['sha256']}\n" for row in left_out)
    info = _info(source, root, without, anew, len(left_out))
    tags = {LEFT_OUT: (_INTRODUCTION + lines).encode(), "bag-info.txt": info}
    for algorithm in ALGORITHMS:
        name = f"manifest-{algorithm}.txt"
        tags[name] = _manifest(source.read(f"{root}/{name}").decode(), algorithm, without, anew)
    return {**tags, "bagit.txt": source.read(f"{root}/bagit.txt")}


def check_listed(source: zipfile.ZipFile, root: str, contents: Iterable[Mapping[str, Any]]) -> None:
    """Whether a package's list, facts and time line are those that were archived. Raises Damaged."""
    archived = {row["path"]: row["sha256"] for row in contents}
    read = ("data/case.json", "data/timeline.json")
    try:
        lines = source.read(f"{root}/manifest-sha256.txt").decode().splitlines()
        listed = {path.strip(): digest for digest, _, path in (line.partition(" ") for line in lines)}
        found = {name: hashlib.sha256(source.read(f"{root}/{name}")).hexdigest() for name in read}
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Damaged(f"{root}: {error}") from error
    if listed != archived or any(archived.get(name) != digest for name, digest in found.items()):
        raise Damaged(f"{root} is not the package that was archived")


def _manifest(text: str, algorithm: str, without: set[str], anew: Mapping[str, bytes]) -> bytes:
    kept = []
    for line in text.splitlines():
        digest, _, path = line.partition(" ")
        path = path.strip()
        if path in anew:
            digest = hashlib.new(algorithm, anew[path]).hexdigest()
        if path not in without:
            kept.append(f"{digest}  {path}\n")
    return "".join(kept).encode()


def _info(source: zipfile.ZipFile, root: str, without: set[str], anew: Mapping[str, bytes], count: int) -> bytes:
    sizes = {
        path: len(anew[path]) if path in anew else entry.file_size
        for entry in source.infolist()
        if (path := entry.filename.removeprefix(f"{root}/")).startswith("data/") and path not in without
    }
    said = source.read(f"{root}/bag-info.txt").decode()
    lines = [line for line in said.splitlines() if not line.startswith("Payload-Oxum:")]
    lines.append(f"Internal-Sender-Description: {count} berkas tidak disertakan, lihat {LEFT_OUT}")
    lines.append(f"Payload-Oxum: {sum(sizes.values())}.{len(sizes)}")
    return ("\n".join(lines) + "\n").encode()


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
