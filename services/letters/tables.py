"""Tables of the letters service, in its own schema."""

from __future__ import annotations

from sqlalchemy import MetaData

from services.handoffs import tables as handoffs
from services.shared import audit, database, timed


class Base(database.Base):
    """Base of the tables of this service."""

    __abstract__ = True
    metadata = MetaData(naming_convention=database.NAMING)


METADATAS = (audit.METADATA, timed.METADATA, handoffs.METADATA, Base.metadata)
APPEND_ONLY: tuple[str, ...] = ("audit",)
