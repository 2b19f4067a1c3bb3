"""The chain of the archive's sealed packages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.tables.base import Base


class PackageSeal(Base):
    """A package that the office sealed: append-only and hash-chained, anchored daily as the trails are.

    ``manifest`` is the SHA-256 (hex) of the package's ``sealed-sha512.txt``, which names every other file by hash
    and bears the seal; position and ``previous_hash`` stand in the package, too. A package that could not be stored
    afterwards leaves its row: it says what was sealed, not what lies in the archive.
    """

    __tablename__ = "package_seal"
    __table_args__ = (Index("ix_package_seal_case", "case_no", "position"),)

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_no: Mapped[str]
    archive_no: Mapped[str]
    revision: Mapped[int]
    manifest: Mapped[str]
    sealed_at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
