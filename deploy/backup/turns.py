"""Every file of a backup folder is read again within a week: some at each backup, the longest unread first.

A disk loses bits silently. What is found damaged is copied from the store anew by the backup that found it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from deploy.backup import encrypted
from deploy.backup.manifest import load, sets

STATE = "looked.json"
WEEK, DAYS = timedelta(days=7), 6  # a day to spare: a backup may be missed once
_NEVER = "0000"


def look(target: Path, now: datetime) -> list[str]:
    """Read the files whose turn it is; returns those that are missing or damaged, by their name in the folder."""
    expected = _expected(target)
    turns = {part: at for part, at in _turns(target).items() if at <= now.isoformat()}  # the rest: of a clock ahead
    due = _due(sorted({_part(file) for file in expected}), turns, now)
    wrong = [file for file in sorted(expected) if _part(file) in due and _found(target / file) not in expected[file]]
    kept = {part: turns[part] for part in turns.keys() & {_part(file) for file in expected}}
    (target / STATE).write_text(json.dumps(kept | dict.fromkeys(due, now.isoformat())))
    return wrong


def _expected(target: Path) -> dict[str, set[str]]:
    """Every file that a set names, with the hashes that it may have: a file that was replaced has another one since."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in sets(target):
        manifest = load(folder)
        for part in (manifest.database, manifest.office, *(item.part for item in manifest.objects)):
            found[part.file].add(part.sealed_sha256)
    return found


def _due(parts: list[str], turns: dict[str, str], now: datetime) -> set[str]:
    """A sixth of the parts of a day's backup, and whatever was not read for six days."""
    old = [part for part in parts if turns.get(part, _NEVER) <= (now - timedelta(days=DAYS)).isoformat()]
    today = [part for part in parts if turns.get(part, _NEVER) <= (now - timedelta(hours=20)).isoformat()]
    longest = sorted(today, key=lambda part: turns.get(part, _NEVER))
    return {*(part for part in old if part in turns), *longest[: ceil(len(parts) / DAYS)]}


def _part(file: str) -> str:
    """``objects/ab`` or ``sets/NAME``: what is looked at together."""
    return file.rpartition("/")[0]


def _found(file: Path) -> str:
    try:
        return encrypted.file_hash(file)
    except OSError:
        return ""


def _turns(target: Path) -> dict[str, str]:
    try:
        return {str(part): str(at) for part, at in json.loads((target / STATE).read_text()).items()}
    except (OSError, ValueError, AttributeError):
        return {}
