"""Ended cases on their way into the archive, the parts that the services send, and what went wrong."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.states import CaseState
from services.registry.tables.base import Base
from services.shared.data import database
from services.shared.storage.object_store import StoredObject

_STATES = ", ".join(f"'{state}'" for state in CaseState)
_OPEN = text("healed_at is null")
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


class Incident(Base):
    """Something stands in the way of a letter or an archive package. Healed, never deleted."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("uq_incident_open", "case_no", "subject", "kind", unique=True, postgresql_where=_OPEN),
        Index("ix_incident_last", "last_at", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    case_no: Mapped[str]
    subject: Mapped[str]  # "archive", or a letter's id
    kind: Mapped[str]  # of making: damaged, missing, not_genuine, failed; of re-reading and of stamps: see incidents
    message: Mapped[str]
    detail: Mapped[str]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
    healed_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str] = mapped_column(default="", server_default="")
    acknowledgement: Mapped[str] = mapped_column(default="", server_default="")  # what is being done about it
