"""Letters in step 16: the letter, its number, its copies, its archived copy."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.registry.states import State
from services.registry.tables.base import Base
from services.shared.data import database
from services.shared.storage.object_store import StoredObject

_STATES = ", ".join(f"'{state}'" for state in State)
_SEALED = "state not in ('stamped', 'copied', 'ready_for_handover')"
_NUMBERED = "state in ('received', 'registered', 'voided')"


class Letter(database.MovingRow, Base):
    """A letter that the Camat signed. ``signed_file`` and ``sealed_file`` are EvidenceRefs as JSON.

    ``confidential`` hides the recipient's name and the file from everybody but clerk, section head and Camat.
    ``numbering`` and ``signing`` say how this letter came to be (office settings of its time): number after the
    signature, reserved before it, or on paper; the office's own keys, BSrE (with its ``certificate``), or paper.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(f"state in ({_STATES})", name="state"),
        CheckConstraint(f"{_NUMBERED} or (number is not null and dated is not null)", name="numbered"),
        CheckConstraint(f"{_SEALED} or sealed_file is not null", name="sealed"),
        CheckConstraint("(sealed_file is null) = (sealed_sha256 is null)", name="sealed_hash"),
        CheckConstraint("numbering in ('after', 'reserved', 'wet')", name="numbering"),
        CheckConstraint("signing in ('internal', 'bsre', 'wet')", name="signing"),
        CheckConstraint("(numbering = 'reserved') = (reserved_number is not null)", name="reserved"),
        Index("ix_letter_case_no", "case_no"),
        Index("ix_letter_state", "state", "moved_at", "id"),
        Index("ix_letter_moved", "moved_at", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_no: Mapped[str]
    kind: Mapped[str]
    step: Mapped[str]
    subject: Mapped[str]
    classification: Mapped[str]
    sensitivity: Mapped[str]
    confidential: Mapped[bool]
    recipient: Mapped[str]
    to_applicant: Mapped[bool]
    copies_to: Mapped[list[str]]
    signed_at: Mapped[datetime]
    signer_title: Mapped[str]
    signer_name: Mapped[str]
    signer_nip: Mapped[str]
    drafted_by: Mapped[str]
    received_at: Mapped[datetime]
    signed_file: Mapped[dict[str, Any]]
    signed_sha256: Mapped[str] = mapped_column(unique=True)
    numbering: Mapped[str] = mapped_column(server_default="after")
    signing: Mapped[str] = mapped_column(server_default="internal")
    certificate: Mapped[str | None]
    reserved_number: Mapped[str | None] = mapped_column(unique=True)

    number: Mapped[str | None] = mapped_column(unique=True)
    dated: Mapped[date | None]
    sealed_file: Mapped[dict[str, Any] | None]
    sealed_sha256: Mapped[str | None] = mapped_column(unique=True)
    sealed_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]

    copies: Mapped[list[LetterCopy]] = relationship(order_by="LetterCopy.no", lazy="raise")

    @property
    def signed(self) -> StoredObject:
        """Where the file lies that the Camat signed."""
        return _stored(self.signed_file)

    @property
    def sealed(self) -> StoredObject | None:
        """Where the numbered and sealed file lies."""
        return _stored(self.sealed_file) if self.sealed_file else None


class LetterNumber(Base):
    """Step 16b: a number that was given, append-only. Gapless per classification and year; never used again."""

    __tablename__ = "letter_number"
    __table_args__ = (
        Index(
            "ix_letter_number_search", "number", postgresql_using="gin", postgresql_ops={"number": "gin_trgm_ops"}
        ),
    )  # fmt: skip

    classification: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), unique=True)
    given_at: Mapped[datetime]
    given_by: Mapped[str]


class LetterCopy(Base):
    """Step 16d: one copy, marked SALINAN, with its purpose and recipient."""

    __tablename__ = "letter_copy"
    __table_args__ = (UniqueConstraint("letter_id", "no"), Index("ix_letter_copy_sha256", "sha256"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    no: Mapped[int]
    purpose: Mapped[str]
    recipient: Mapped[str]
    bucket: Mapped[str]
    key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str]

    @property
    def stored(self) -> StoredObject:
        """Where the copy lies."""
        return StoredObject(self.bucket, self.key, self.sha256, self.size, "application/pdf")


class ArchiveItem(Base):
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
            "ix_archive_item_earlier",
            "earlier",
            postgresql_using="gin",
            postgresql_ops={"earlier": "jsonb_path_ops"},
        ),
    )

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    case_no: Mapped[str] = mapped_column(index=True)
    classification: Mapped[str]
    description: Mapped[str]
    security: Mapped[str]
    development: Mapped[str]  # tingkat perkembangan
    bucket: Mapped[str]
    key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
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

    @property
    def stored(self) -> StoredObject:
        """Where the archived copy lies."""
        return StoredObject(self.bucket, self.key, self.sha256, self.size, "application/pdf")


def _stored(file: dict[str, Any]) -> StoredObject:
    return StoredObject(file["bucket"], file["key"], file["sha256"], file["size"], file["content_type"])
