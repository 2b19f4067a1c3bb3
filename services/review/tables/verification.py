"""What is written down at steps 6 and 7: the verdict, and cases that belong together."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.review.tables.base import Base, CaseEntry


class Verification(CaseEntry, Base):
    """Steps 6-7: the section head's verdict. ``result``: reported, returned or declined; ``refused`` by the Camat.

    ``notes``: by item of ``rules.verification.SHEET``.
    """

    __tablename__ = "verification"
    __table_args__ = (CheckConstraint("result in ('reported', 'returned', 'declined', 'refused')", name="result"),)

    round: Mapped[int]
    result: Mapped[str]
    identity_clear: Mapped[bool | None]
    accurate: Mapped[bool | None]
    relevant: Mapped[bool | None]
    within_authority: Mapped[bool | None]
    complete: Mapped[bool | None] = mapped_column(default=None)
    confidential: Mapped[bool | None] = mapped_column(default=None)
    conflict: Mapped[bool | None] = mapped_column(default=None)
    notes: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default=text("'{}'"))
    class_code: Mapped[str]
    urgency: Mapped[str]
    analysis: Mapped[str] = mapped_column(default="")
    missing: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    told_how: Mapped[str] = mapped_column(default="")


class Link(CaseEntry, Base):
    """Step 6: another case that belongs to this one, in whichever direction."""

    __tablename__ = "link"
    __table_args__ = (Index("uq_link_pair", "case_no", "other_no", unique=True),)

    other_no: Mapped[str] = mapped_column(ForeignKey("cases.case_no"), index=True)
    note: Mapped[str]
