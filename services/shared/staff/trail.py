"""The audit trail of the staff schema: sign-ins, second factors, and what the administrator does to accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.shared.audit import trail
from services.shared.observability import correlation


def note(
    db: Session, now: datetime, actor: tuple[str, str], address: str, verb: str, subject: str, text: str, **details: Any
) -> None:
    """Write one line; ``actor`` is (username, name), ``subject`` the account that it is about."""
    entry = trail.Entry(
        at=now,
        actor=actor[0],
        actor_name=actor[1],
        address=address,
        verb=verb,
        subject=subject,
        note=text,
        story=False,
        correlation_id=correlation.current(),
        details=details,
    )
    trail.append(db, [entry])
