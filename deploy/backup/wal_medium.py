"""What ``wal.Follower`` has brought to the medium: base copies, the log since, the objects; and when it did so last."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.backup.drafts import draft_of
from deploy.backup.manifest import STAMP, Object, Part

FOLDER = "wal"
TOO_OLD = timedelta(minutes=10)


def bases(target: Path) -> list[Path]:
    """The base copies that came to their end, oldest first."""
    return sorted(file.parent for file in (target / FOLDER / "base").glob("*/base.json"))


def begun_at(base: Path) -> datetime:
    """When a base copy was begun, by the clock of then; those of older releases say so by their name alone."""
    at = json.loads((base / "base.json").read_text()).get("at")
    return datetime.fromisoformat(at) if at else datetime.strptime(base.name, STAMP).replace(tzinfo=UTC)


def objects(target: Path) -> list[Object]:
    """What was copied at the last round."""
    file = target / FOLDER / "objects.json"
    rows = json.loads(file.read_text()) if file.exists() else []
    return [Object(**{**row, "part": Part(**row["part"])}) for row in rows]


def last(target: Path) -> datetime | None:
    """When the last round ended; None where nothing is followed."""
    file = target / FOLDER / "last.json"
    return datetime.fromisoformat(json.loads(file.read_text())["at"]) if file.exists() else None


def write(file: Path, what: object) -> None:
    """Write as JSON, whole or not at all."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with draft_of(file) as draft:
        draft.write_text(json.dumps(what))
