"""Destruction of archives whose retention has ended: the list, what is on it, and who approved it."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.states import DestructionState
from services.registry.tables.base import Base
from services.shared.data import database

_STATES = ", ".join(f"'{state}'" for state in DestructionState)
_MINUTES = "(state = 'destroyed') = (minutes is not null)"


class Destruction(database.MovingRow, Base):
    """A list of archives proposed for destruction (daftar usul musnah), and its minutes (berita acara) once it is done.

    ``committee`` appraised it; ``permit_…`` is the written approval of the archive office or the head of the regency.
    The witnesses are of the law unit and the inspectorate, in this order.
    There is one draft at a time; the timed job adds to it whatever has become due.
    """

    __tablename__ = "destruction"
    __table_args__ = (
        CheckConstraint(f"state in ({_STATES})", name="state"),
        CheckConstraint(_MINUTES, name="minutes"),
        Index("uq_destruction_draft", "state", unique=True, postgresql_where=text("state = 'draft'")),
        Index("ix_destruction_created", "created_at", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    no: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    submitted_by: Mapped[str] = mapped_column(default="")
    submitted_by_name: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(default="")
    witnesses: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    committee: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default=text("'[]'"))
    appraised_on: Mapped[date | None]
    permit_by: Mapped[str] = mapped_column(default="", server_default=text("''"))
    permit_no: Mapped[str] = mapped_column(default="", server_default=text("''"))
    permit_on: Mapped[date | None]
    minutes_no: Mapped[str | None] = mapped_column(unique=True)
    minutes: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # the berita acara's file: a StoredObject as JSON
    destroyed_on: Mapped[date | None]
    destroyed_by_name: Mapped[str] = mapped_column(default="")


class DestructionItem(Base):
    """One archived case on a list, described without personal data."""

    __tablename__ = "destruction_item"
    __table_args__ = (Index("ix_destruction_item_case", "case_no"),)

    destruction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("destruction.id"), primary_key=True)
    case_no: Mapped[str] = mapped_column(ForeignKey("archive_case.case_no"), primary_key=True)
    archive_no: Mapped[str]
    classification: Mapped[str]
    description: Mapped[str]
    period: Mapped[str]  # kurun waktu
    files: Mapped[int]
    inactive_until: Mapped[date]
    destroyed_at: Mapped[datetime | None]


class DestructionApproval(Base):
    """One of the two approvals that a list needs; a list that is sent back loses them."""

    __tablename__ = "destruction_approval"

    destruction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("destruction.id"), primary_key=True)
    username: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]  # as it stands on the minutes
    camat: Mapped[bool]
    at: Mapped[datetime]
