"""The base of the registry's tables, in a schema of its own."""

from __future__ import annotations

from sqlalchemy import MetaData

from services.shared.data import database


class Base(database.Base):
    """Base of the tables of this service."""

    __abstract__ = True
    metadata = MetaData(naming_convention=database.NAMING)
