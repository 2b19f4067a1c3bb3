"""The chain of the archive's sealed packages: its end, its hashes, where it is broken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from services.registry.tables import PackageSeal
from services.shared.audit import chain
from services.shared.rights import barring

PACKAGES = "packages"  # the name of the chain where it is anchored
TABLE = cast(Table, PackageSeal.__table__)
_LOCK = text("select pg_advisory_xact_lock(:key, hashtext(current_schema()))")
_KEY = 0x5EA1  # of the advisory lock: one package at a time gets its place
_NEWEST = select(PackageSeal).order_by(PackageSeal.position.desc()).limit(1).execution_options(**barring.OF_ALL)


def next_place(session: Session) -> tuple[int, str]:
    """The next position and the hash before it, locked until the transaction ends."""
    session.execute(_LOCK, {"key": _KEY})
    last = newest(session)
    return (last[0] + 1, last[1]) if last else (1, chain.GENESIS)


def newest(session: Session) -> tuple[int, str] | None:
    """Position and hash of the last package; None where none was sealed."""
    last = session.scalars(_NEWEST).first()
    return (last.position, last.hash) if last else None


def digest(row: Mapping[str, Any]) -> str:
    """SHA-256 over a row and the hash before it. All of it stands in the package, or is counted from its files."""
    said = [row[name] for name in ("position", "archive_no", "revision", "manifest", "previous_hash")]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()
