"""Columns of a table of kept files: what a file is, who brought it, and what is known of its condition."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from services.shared.files.scanner import Scan
from services.shared.storage.object_store import StoredObject

_SCANS = ", ".join(f"'{scan}'" for scan in Scan)
LOOKS = ("waiting", "again", "done", "failed", "none")


class KeptFile:
    """A file as it was handed in, or a paper of ours. Bytes lie in the store, unchanged.

    ``declared_type`` is what the sender said, ``content_type`` what the bytes are; ``added_by`` is a username.
    ``scan`` is what the malware scanner said. ``look`` tells whether pictures were made (``previews``: name to key,
    made again when lost) and ``facts`` read from the metadata. ``condition`` is what the last comparison with the
    hash found, at ``checked_at``. ``removed_at`` marks a file that was taken back.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    role: Mapped[str] = mapped_column()
    name: Mapped[str] = mapped_column()
    bucket: Mapped[str] = mapped_column()
    key: Mapped[str] = mapped_column()
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str] = mapped_column()
    declared_type: Mapped[str] = mapped_column(default="", server_default="")
    added_at: Mapped[datetime] = mapped_column()
    added_by: Mapped[str] = mapped_column()
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    removed_by: Mapped[str | None] = mapped_column(default=None)
    scan: Mapped[str] = mapped_column(default=Scan.UNSCANNED, server_default=Scan.UNSCANNED)
    scan_note: Mapped[str] = mapped_column(default="", server_default="")
    scanned_at: Mapped[datetime | None] = mapped_column(default=None)
    look: Mapped[str] = mapped_column(default="waiting", server_default="waiting")
    facts: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    previews: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    condition: Mapped[str] = mapped_column(default="intact", server_default="intact")
    checked_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def trouble(self) -> str:
        """Why it cannot be opened or shown (``files/troubles.py``), or must not be (acting); or empty."""
        return str((self.facts or {}).get("trouble", ""))

    @property
    def copy(self) -> str:
        """Of a film or sound that browsers do not play: ``waiting`` for a copy, ``done``, ``none``; else empty."""
        return str((self.facts or {}).get("copy", ""))

    @property
    def stored(self) -> StoredObject:
        """Where the bytes lie."""
        return StoredObject(self.bucket, self.key, self.sha256, self.size, self.content_type)


def kept_args(table: str) -> tuple[SchemaItem, ...]:
    """Indices and checks of a table of kept files."""
    looks = ", ".join(f"'{look}'" for look in LOOKS)
    return (
        Index(f"ix_{table}_key", "key"),
        Index(f"ix_{table}_unscanned", "added_at", postgresql_where="scan = 'unscanned'"),
        Index(f"ix_{table}_unseen", "added_at", postgresql_where="look in ('waiting', 'again')"),
        Index(f"ix_{table}_checked_at", text("checked_at nulls first"), "id", postgresql_where="removed_at is null"),
        CheckConstraint(f"scan in ({_SCANS})", name="scan"),
        CheckConstraint(f"look in ({looks})", name="look"),
        CheckConstraint("condition in ('intact', 'missing', 'changed')", name="condition"),
    )
