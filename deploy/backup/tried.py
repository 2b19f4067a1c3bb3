"""Whether anybody has opened a backup with the private key: until then no backup counts.

Noted beside the sets, per public key: a lost or never kept private key is found on the first day, not on the last.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

UNTRIED = (
    "nobody has opened a backup with the private key yet: run `sigap backup verify --identity FILE` "
    "(or `--identity -` and type it from the print) on this folder"
)


def note(target: Path, recipient: str, name: str, now: datetime) -> None:
    """A set was opened, all of it."""
    file = _file(target, recipient)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.write_text(json.dumps({"recipient": recipient, "set": name, "at": now.isoformat()}))


def tried(target: Path, recipient: str) -> bool:
    """Whether one was, with the private part of this public key."""
    try:
        return bool(json.loads(_file(target, recipient).read_text())["recipient"] == recipient)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _file(target: Path, recipient: str) -> Path:
    return target / "tried" / f"{hashlib.sha256(recipient.encode()).hexdigest()[:16]}.json"
