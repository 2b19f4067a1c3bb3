"""What section head and Camat say to one another about a case (step 7)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from services.review.tables.base import Base, CaseEntry


class Consultation(CaseEntry, Base):
    """Step 7: a line of the consultation. ``kind``: question, answer, or instruction (sent back); ``role``: whose."""

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("kind in ('question', 'answer', 'instruction')", name="kind"),
        CheckConstraint("role in ('section_head', 'camat')", name="role"),
    )

    kind: Mapped[str]
    role: Mapped[str]
    text: Mapped[str]
