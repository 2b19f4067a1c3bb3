"""What the tables of this service have in common."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import Mapped

from services.shared.data import database
from services.shared.storage.object_store import StoredObject


class Base(database.Base):
    """Base of the tables of this service."""

    __abstract__ = True
    metadata = MetaData(naming_convention=database.NAMING)


class Filed:
    """A row that has a PDF in the store."""

    bucket: Mapped[str]
    key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]

    @property
    def stored(self) -> StoredObject:
        """Where it lies."""
        return StoredObject(self.bucket, self.key, self.sha256, self.size, "application/pdf")

    @stored.setter
    def stored(self, ref: StoredObject) -> None:
        self.bucket, self.key, self.sha256, self.size = ref.bucket, ref.key, ref.sha256, ref.size
