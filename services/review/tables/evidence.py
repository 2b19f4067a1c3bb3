"""Evidence that is handed over to law enforcement (12d): what of it, to whom, under which seal."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from services.review.tables.base import Base, CaseEntry


class EvidenceHandover(CaseEntry, Base):
    """One package of evidence. ``by`` and ``at`` say who prepared it; the newest of a case is the one that counts.

    ``files``: what lies in it, each with id, path, name, sha256 and size. ``parts``: which data of people are told.
    ``manifest`` is the list that the office's ``seal`` (CMS, base64) stands over, ``certificate`` whose seal it is.
    ``signed``: pad or scan, how the receiver signed the berita acara; empty until it is handed over.
    """

    __tablename__ = "evidence_handover"
    __table_args__ = (CheckConstraint("signed in ('', 'pad', 'scan')", name="signed"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    number: Mapped[str]
    unit: Mapped[str]
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    parts: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default=text("'{}'"))
    manifest: Mapped[str]
    seal: Mapped[str] = mapped_column(default="", server_default=text("''"))
    certificate: Mapped[str] = mapped_column(default="", server_default=text("''"))
    handed_at: Mapped[datetime | None] = mapped_column(default=None)
    taken_by: Mapped[str] = mapped_column(default="", server_default=text("''"))
    taken_rank: Mapped[str] = mapped_column(default="", server_default=text("''"))
    signed: Mapped[str] = mapped_column(default="", server_default=text("''"))
