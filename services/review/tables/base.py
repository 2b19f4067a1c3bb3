"""Base of the tables of review, and the columns that all rows about a case share."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.shared.data import database


class Base(database.Base):
    """Base of the tables of this service."""

    __abstract__ = True
    metadata = MetaData(naming_convention=database.NAMING)


class CaseEntry:
    """A row about a case, written once by one person: ``by`` is the username, ``by_name`` as it stands on paper.

    ``acting`` is the appointment under which an acting head wrote it (``people.Acting.as_dict``).
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    case_no: Mapped[str] = mapped_column(ForeignKey("cases.case_no"), index=True)
    by: Mapped[str] = mapped_column()
    by_name: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    acting: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), default=None)
