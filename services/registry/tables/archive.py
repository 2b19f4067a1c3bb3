"""The archive (16e): copies of letters, ended cases, and the parts that the services send of them."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.states import CaseState
from services.registry.tables.base import Base, StoredPdf
from services.shared.data import database
from services.shared.storage.object_store import StoredObject

_STATES = ", ".join(f"'{state}'" for state in CaseState)
_FILED = "archive_no is not null and package is not null and inactive_until is not null"


class ArchiveCase(database.MovingRow, Base):
    """An ended case: what its end says (contract CaseEnded), then where its package lies and how long it is kept."""

    __tablename__ = "archive_case"
    __table_args__ = (
        CheckConstraint(f"state in ({_STATES})", name="state"),
        CheckConstraint(f"state = 'awaiting' or ({_FILED})", name="filed"),
        Index("ix_archive_case_due", "next_try_at", "case_no", postgresql_where=text("state = 'awaiting'")),
        Index("ix_archive_case_state", "state", "ended_at", "case_no"),
        Index("ix_archive_case_ended", "ended_at", "case_no"),
        Index("ix_archive_case_checked", "checked_at", "case_no", postgresql_where=text("state = 'archived'")),
        Index("ix_archive_case_unsealed", "case_no", postgresql_where=text("state = 'archived' and sealed is null")),
        Index("ix_archive_case_retention", "inactive_until", "case_no", postgresql_where=text("state = 'archived'")),
    )

    case_no: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    branch: Mapped[str]
    received_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    applicant_name: Mapped[str]
    nik_masked: Mapped[str]
    village: Mapped[str]
    confidential: Mapped[bool]
    class_code: Mapped[str]
    category: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    officer: Mapped[str]
    letter_number: Mapped[str]
    told_at: Mapped[datetime | None]
    told_how: Mapped[str]
    parts: Mapped[list[str]]
    classification: Mapped[str]

    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    archive_no: Mapped[str | None] = mapped_column(unique=True)
    archived_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    package: Mapped[dict[str, Any] | None]  # a StoredObject as JSON
    sealed: Mapped[int | None] = mapped_column(BigInteger)  # its position in the chain; None: not sealed
    contents: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)  # path, name, role, sha256, size …
    security: Mapped[str | None]
    active_until: Mapped[date | None]
    inactive_until: Mapped[date | None]
    fate: Mapped[str | None]
    checked_at: Mapped[datetime | None]  # when the package was last read whole and compared; at first when it was made
    hold_reason: Mapped[str] = mapped_column(default="", server_default="")  # a legal hold, while it is not empty
    hold_by: Mapped[str] = mapped_column(default="", server_default="")
    held_at: Mapped[datetime | None]
    destroyed_at: Mapped[datetime | None]

    @property
    def stored(self) -> StoredObject | None:
        """Where the package lies."""
        return StoredObject(**self.package) if self.package else None


class DossierPart(Base):
    """What one service adds to the archived case; it may arrive before the case's end does."""

    __tablename__ = "dossier_part"

    case_no: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    sender: Mapped[str]
    timeline: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    documents: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    arrived_at: Mapped[datetime]


class ArchiveItem(StoredPdf, Base):
    """Step 16e: the copy of a letter in the archive, with its classification, security class and retention.

    Its file begins with the sealed file's bytes; before its time stamps run out another is added, and what it was
    before is named in ``earlier`` (``StoredObject`` as JSON, oldest first).
    """

    __tablename__ = "archive_item"
    __table_args__ = (
        Index("ix_archive_item_checked", "checked_at", "letter_id"),
        Index("ix_archive_item_stamps", "stamps_due", "letter_id"),
        Index("ix_archive_item_sha256", "sha256"),
        Index(
            "ix_archive_item_earlier", "earlier", postgresql_using="gin", postgresql_ops={"earlier": "jsonb_path_ops"}
        ),
    )

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    case_no: Mapped[str] = mapped_column(index=True)
    classification: Mapped[str]
    description: Mapped[str]
    security: Mapped[str]
    development: Mapped[str]  # tingkat perkembangan
    active_until: Mapped[date]
    inactive_until: Mapped[date]
    fate: Mapped[str]
    archived_at: Mapped[datetime]
    archived_by: Mapped[str]
    # When the archived file was last read whole and compared; at first when it was copied. Always written; the column
    # came later and may be empty for the release before.
    checked_at: Mapped[datetime] = mapped_column(nullable=True)
    stamps_due: Mapped[date | None]  # the day on which its time stamps are looked at; None: it bears none
    earlier: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]", default=list)
