"""The files of a case: from the desk, attached here, rendered here, or registered letters."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.review.tables.base import Base
from services.shared.storage.object_store import StoredObject


class CaseFile(Base):
    """A file of the case: from the desk, attached by the team, rendered here, or a registered letter.

    ``origin`` is intake, review, paper or letter. ``identifying`` files show who a confidential applicant is.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        CheckConstraint("origin in ('intake', 'review', 'paper', 'letter')", name="origin"),
        Index("ix_case_file_case", "case_no", "added_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    case_no: Mapped[str] = mapped_column(ForeignKey("cases.case_no"))
    origin: Mapped[str]
    role: Mapped[str]
    name: Mapped[str]
    bucket: Mapped[str]
    key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    content_type: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    identifying: Mapped[bool] = mapped_column(default=False)
    trouble: Mapped[str] = mapped_column(default="", server_default="")  # why it cannot be opened, as who took it saw
    coordination_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("coordination.id"), default=None, index=True)
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visit.id"), default=None, index=True)

    @property
    def stored(self) -> StoredObject:
        """Where it lies."""
        return StoredObject(self.bucket, self.key, self.sha256, self.size, self.content_type)
