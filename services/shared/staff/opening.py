"""Whether the office is at work, or still being set up."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.shared.audit.access_log import look


def is_open(db: Session) -> bool:
    """Whether somebody has opened a case: until then there is nothing to be seen, and nobody to be protected from."""
    return db.execute(select(look.c.subject).limit(1)).first() is not None
