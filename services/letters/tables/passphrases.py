"""Passphrases that were wrong, and those that are being tried."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from services.letters.tables.base import Base


class PassphraseTries(Base):
    """Wrong passphrases of one account since ``since``; at the limit the account may not try until ``locked_until``."""

    __tablename__ = "passphrase_tries"

    username: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    since: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class PassphraseUnderWay(Base):
    """A passphrase that is being tried since ``since``: it has one of the account's places (``tries``)."""

    __tablename__ = "passphrase_under_way"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    username: Mapped[str]
    since: Mapped[datetime]
