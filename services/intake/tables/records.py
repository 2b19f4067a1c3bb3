"""What gathers around a complaint: files, the completeness checklist, the handover of the letter."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.rules.cases import VERDICTS
from services.intake.tables.base import Base
from services.shared.files.scanner import Scan
from services.shared.storage.object_store import StoredObject

_SCANS = ", ".join(f"'{scan}'" for scan in Scan)
_VERDICTS = ", ".join(f"'{verdict}'" for verdict in VERDICTS)


class CaseFile(Base):
    """A file of a complaint: evidence as it was handed in, or a paper of ours. Bytes lie in the store, unchanged.

    ``declared_type`` is what the browser said, ``content_type`` what the bytes are. ``round`` is set once the file
    went to the section head; from then on it stays. ``removed_at`` marks a file taken back before that.

    ``scan`` is what the malware scanner said. ``look`` tells whether pictures were made (``previews``: name to key
    under ``derived/``, made again when lost) and ``facts`` read from the metadata. ``condition`` is what the last
    comparison with the hash found, at ``checked_at``.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_file_case_no", "case_no", "added_at"),
        Index("ix_case_file_key", "key"),
        Index("ix_case_file_unscanned", "added_at", postgresql_where="scan = 'unscanned'"),
        Index("ix_case_file_unseen", "added_at", postgresql_where="look in ('waiting', 'again')"),
        Index("ix_case_file_checked_at", text("checked_at nulls first"), "id", postgresql_where="removed_at is null"),
        CheckConstraint(f"scan in ({_SCANS})", name="scan"),
        CheckConstraint("look in ('waiting', 'again', 'done', 'failed', 'none')", name="look"),
        CheckConstraint("condition in ('intact', 'missing', 'changed')", name="condition"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"))
    role: Mapped[str] = mapped_column()
    name: Mapped[str] = mapped_column()
    bucket: Mapped[str] = mapped_column()
    key: Mapped[str] = mapped_column()
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str] = mapped_column()
    declared_type: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime] = mapped_column()
    added_by: Mapped[str] = mapped_column()
    round: Mapped[int | None] = mapped_column(default=None)
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
    def stored(self) -> StoredObject:
        """Where the bytes lie."""
        return StoredObject(self.bucket, self.key, self.sha256, self.size, self.content_type)


class CheckRow(Base):
    """One line of the completeness checklist (step 4), as it was last filled in."""

    __tablename__ = "check_row"
    __table_args__ = (CheckConstraint(f"verdict in ({_VERDICTS})", name="verdict"),)

    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column()
    label: Mapped[str] = mapped_column()
    verdict: Mapped[str] = mapped_column()
    note: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime] = mapped_column()
    checked_by: Mapped[str] = mapped_column()


class Handover(Base):
    """Step 17 and 18: who got the letter, when, and whether the applicant confirmed it."""

    __tablename__ = "handover"

    letter_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), index=True)
    recipient: Mapped[str] = mapped_column()
    relation: Mapped[str] = mapped_column()
    note: Mapped[str] = mapped_column(default="")
    handed_at: Mapped[datetime] = mapped_column()
    handed_by: Mapped[str] = mapped_column()
    handed_by_name: Mapped[str] = mapped_column()
    signature_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
