"""The manifest of a backup: what is in it, with the hash of every part. Not encrypted; it names no person."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deploy.backup.drafts import draft_of
from deploy.errors import Told

FORMAT = 1
NAME = "manifest.json"
STAMP = "%Y%m%dT%H%M%SZ"  # name of a set, and of a base copy: when it was begun


class Broken(Told):
    """A backup is not complete or not as it was written."""


@dataclass(frozen=True)
class Part:
    """A sealed file: its name in the backup folder, hashes before and after encryption, plain size in bytes."""

    file: str
    plain_sha256: str
    size: int
    sealed_sha256: str


@dataclass(frozen=True)
class Object:
    """An object of the store; ``etag`` tells an overwritten one from the one that was copied."""

    bucket: str
    key: str
    etag: str
    content_type: str
    sha256_meta: str
    part: Part


@dataclass(frozen=True)
class Manifest:
    """One backup set. ``tables``: ``schema.table`` → [rows, fingerprint]; ``migrations``: a schema → its version;
    ``lacking``: what the store had lost already (bucket/key → why), which is in it as an earlier set has it, or not."""

    name: str
    begun: datetime
    version: str
    migrations: dict[str, str]
    tables: dict[str, list[str]]
    database: Part
    office: Part
    objects: list[Object]
    lacking: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Plain bytes of everything in it."""
        return self.database.size + self.office.size + sum(item.part.size for item in self.objects)

    def content(self) -> bytes:
        """It as it is written, and signed."""
        data = asdict(self) | {"format": FORMAT, "begun": self.begun.isoformat()}
        if not self.lacking:
            del data["lacking"]  # what the release before reads
        return json.dumps(data, indent=1).encode()

    def write(self, folder: Path) -> None:
        """Write it, last of all: a set without a manifest is none."""
        with draft_of(folder / NAME) as draft:
            draft.write_bytes(self.content())


def load(folder: Path) -> Manifest:
    """The manifest of a set; raises Broken."""
    try:
        data: dict[str, Any] = json.loads((folder / NAME).read_text())
        if data.pop("format") != FORMAT:
            raise Broken(f"{folder} was written by another version of Sigap; use that one to restore it.")
        objects = [Object(**item | {"part": Part(**item["part"])}) for item in data.pop("objects")]
        parts = {name: Part(**data.pop(name)) for name in ("database", "office")}
        return Manifest(**data | parts | {"begun": datetime.fromisoformat(data["begun"]), "objects": objects})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Broken(f"There is no readable manifest in {folder}: {error}") from error


def sets(target: Path) -> list[Path]:
    """The complete sets of a backup folder, oldest first."""
    return sorted(file.parent for file in target.glob(f"sets/*/{NAME}"))


def newest(target: Path) -> Path:
    """The newest complete set; raises Broken where there is none."""
    found = sets(target)
    if not found:
        raise Broken(f"There is no backup in {target}.")
    return found[-1]


def begun(sets: Path, now: datetime) -> Path:
    """The folder of a new set, called by its second; by the next one that is free, where another has just been made.

    Sets are in the order of their names. One that was made while the clock ran ahead is older than this one, too.
    """
    for latest in sorted(folder.name for folder in sets.glob("[0-9]*T[0-9]*Z"))[-1:]:
        now = max(now, datetime.strptime(latest, STAMP).replace(tzinfo=UTC) + timedelta(seconds=1))
    while True:
        folder = sets / now.strftime(STAMP)
        try:
            folder.mkdir(mode=0o700, parents=True)
        except FileExistsError:
            now += timedelta(seconds=1)
        else:
            return folder


def chosen(target: Path, name: str) -> Path:
    """The set of that name, which ``load`` looks at; the newest without a name. Raises Broken."""
    return target / "sets" / name if name else newest(target)
