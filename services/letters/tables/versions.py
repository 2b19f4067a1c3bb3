"""What belongs to a letter: its versions, the corrections and initials on each, and what goes out with it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.letters.tables.base import Base, Filed


class Draft(Filed, Base):
    """Step 14: a submitted version, frozen: its content, and the very file that the Camat reviews and signs."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("letter_id", "no"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    no: Mapped[int]
    content: Mapped[dict[str, Any]]
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    mode: Mapped[str] = mapped_column(server_default="after")  # the office's way of numbering when it was frozen
    number: Mapped[str | None]  # printed on it
    place: Mapped[dict[str, Any] | None]  # where a remote signer draws the signature
    signer: Mapped[dict[str, Any] | None]  # title, name and NIP as they stand on it; None: older than this column
    acting: Mapped[dict[str, Any] | None]  # the acting head whose block it bears (``rules/signatory.py``)
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[str]
    submitted_by_name: Mapped[str]


class Correction(Base):
    """Step 15, not right: the Camat's note, and comments on blocks of that version."""

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("letter_id", "no"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    no: Mapped[int]
    draft_no: Mapped[int]
    note: Mapped[str]
    comments: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)  # {"block": index, "note": text}
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    made_by_name: Mapped[str]


class Initial(Base):
    """Step 14: the paraf of one in the office's chain, on one version."""

    __tablename__ = "initial"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    draft_no: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    made_at: Mapped[datetime]


class Attachment(Filed, Base):
    """A file that goes out with the letter (Lampiran): its pages as pictures on PDF/A pages, merged when submitted."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_letter_id", "letter_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    name: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
