"""Letters in step 16: the letter that the Camat signed, and its copies (16d)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.registry.rules import letters as rules
from services.registry.states import State
from services.registry.tables.base import Base, StoredPdf
from services.shared.data import database
from services.shared.storage.object_store import StoredObject

_STATES = ", ".join(f"'{state}'" for state in State)
_SEALED = "state not in ('stamped', 'copied', 'ready_for_handover')"
_NUMBERED = "state in ('received', 'registered', 'voided')"


class Letter(database.MovingRow, Base):
    """A letter that the Camat signed. ``signed_file`` and ``sealed_file`` are EvidenceRefs as JSON.

    ``confidential`` hides the file from everybody but clerk, section head and Camat, and the recipient's name too where
    it tells who the applicant is (``hides_recipient``).
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
    def hides_recipient(self) -> bool:
        """Whether its recipient's name is kept from those who may not know the applicant's."""
        return rules.hides_recipient(self.step, to_applicant=self.to_applicant, confidential=self.confidential)

    @property
    def signed(self) -> StoredObject:
        """Where the file lies that the Camat signed."""
        return stored_at(self.signed_file)

    @property
    def sealed(self) -> StoredObject | None:
        """Where the numbered and sealed file lies."""
        return stored_at(self.sealed_file) if self.sealed_file else None


class LetterCopy(StoredPdf, Base):
    """Step 16d: one copy, marked SALINAN, with its purpose and recipient."""

    __tablename__ = "letter_copy"
    __table_args__ = (UniqueConstraint("letter_id", "no"), Index("ix_letter_copy_sha256", "sha256"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    no: Mapped[int]
    purpose: Mapped[str]
    recipient: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]


def reference(stored: StoredObject, key: uuid.UUID, role: str, name: str, at: datetime, by: str) -> dict[str, Any]:
    """A stored file as messages and packages name it (EvidenceRef as JSON)."""
    added = {"added_at": at.isoformat(), "added_by": by}
    return {"id": str(key), "role": role, "name": name.replace("/", "-"), **stored.as_dict(), **added}


def stored_at(file: dict[str, Any]) -> StoredObject:
    """Where the file of a reference lies."""
    return StoredObject(file["bucket"], file["key"], file["sha256"], file["size"], file["content_type"])
