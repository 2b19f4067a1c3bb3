"""What backups were made: kept beside the accounts, so that all services can tell how old the newest one is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.shared.staff.tables import backup_run

TOO_OLD = timedelta(hours=36)  # a daily backup that was missed once, and half a day to see it
SKEW = timedelta(minutes=1)  # of two clocks that agree


def record(session: Session, name: str, begun: datetime, ended: datetime, size: int, error: str | None = None) -> None:
    """Note a backup that was made (``size`` in bytes), or that failed and why."""
    session.execute(
        insert(backup_run).values(name=name, begun_at=begun, ended_at=ended, size=size, error=error and error[:500])
    )


def failing(session: Session) -> bool:
    """Whether the last try failed."""
    last = select(backup_run.c.error).order_by(backup_run.c.id.desc()).limit(1)
    return session.execute(last).scalar() is not None


def newest(session: Session, now: datetime) -> dict[str, Any] | None:
    """The newest backup that succeeded: name, begun_at, ended_at, size; None where there is none.

    One that a clock made while it ran ahead is not of today, whatever it says.
    """
    good = select(backup_run).where(backup_run.c.error.is_(None), backup_run.c.begun_at <= now + SKEW)
    found = session.execute(good.order_by(backup_run.c.begun_at.desc()).limit(1)).first()
    return dict(found._mapping) if found else None


def last_error(session: Session) -> str | None:
    """What was wrong with the last try; None where it succeeded, or there was none."""
    found = session.execute(select(backup_run.c.error).order_by(backup_run.c.id.desc()).limit(1))
    return found.scalar_one_or_none()
