"""What stands in the way of a letter or of the archive, and the kinds of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.tables.base import Base

MAKING = ("damaged", "missing", "not_genuine", "failed")  # found while a letter is sealed or a package made
FIXITY = ("fixity_changed", "fixity_missing", "fixity_unreadable")  # found when archived files are read again
STAMPS = ("stamps",)  # time stamps that run out and could not be renewed
ARCHIVE = "archive"  # the subject of an incident about a case's package; otherwise a letter's id
_OPEN = text("healed_at is null")


class Incident(Base):
    """Something stands in the way of a letter or an archive package. Healed, never deleted."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("uq_incident_open", "case_no", "subject", "kind", unique=True, postgresql_where=_OPEN),
        Index("ix_incident_last", "last_at", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    case_no: Mapped[str]
    subject: Mapped[str]  # ARCHIVE, or a letter's id
    kind: Mapped[str]  # one of MAKING, FIXITY or STAMPS
    message: Mapped[str]
    detail: Mapped[str]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
    healed_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str] = mapped_column(default="", server_default="")
    acknowledgement: Mapped[str] = mapped_column(default="", server_default="")  # what is being done about it
