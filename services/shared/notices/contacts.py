"""E-mail address and choice of the daily summary, kept with the account; each person sets their own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from services.shared.staff.tables import account


def of(session: Session, username: str) -> Row[Any, Any] | None:
    """email and digest of an account."""
    found = select(account.c.email, account.c.digest).filter_by(username=username)
    return session.execute(found).one_or_none()


def email(session: Session, username: str) -> str | None:
    """The address of an active account, or None."""
    return session.scalar(select(account.c.email).filter_by(username=username, active=True))
