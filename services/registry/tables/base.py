"""The base of the registry's tables, in a schema of its own, and the columns of a row that has a stored PDF."""

from __future__ import annotations

from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.orm import Mapped

from services.shared.data import database
from services.shared.storage.object_store import StoredObject

_PLACE = ("bucket", "key", "sha256", "size")


class Base(database.Base):
    """Base of the tables of this service."""

    __abstract__ = True
    metadata = MetaData(naming_convention=database.NAMING)


class StoredPdf:
    """A row that has a PDF in the object store."""

    bucket: Mapped[str]
    key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]

    @property
    def stored(self) -> StoredObject:
        """Where it lies."""
        return StoredObject(**{name: getattr(self, name) for name in _PLACE}, content_type="application/pdf")

    @staticmethod
    def placed(stored: StoredObject) -> dict[str, Any]:
        """The columns that say where it lies."""
        return {name: getattr(stored, name) for name in _PLACE}
