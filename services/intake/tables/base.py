"""Base of the tables of this service; its own metadata, so that migrations see only its own tables."""

from __future__ import annotations

from sqlalchemy import MetaData

from services.shared.data import database


class Base(database.Base):
    """Base of the tables of this service."""

    __abstract__ = True
    metadata = MetaData(naming_convention=database.NAMING)
