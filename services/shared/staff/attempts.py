"""Wrong passwords and codes, counted by the pair of account and origin, so that no stranger locks anybody out.

An origin is a known device (a cookie of an earlier good sign-in), else a network address. Ten wrong ones close the
account for that origin alone. Many from many addresses close it for devices that it does not know; its own go on, and
an administrator's unlocking opens it for all. Names that no account has are counted alike: nothing tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.shared.encryption.vault import Vault
from services.shared.networks import network
from services.shared.staff.sessions import Origin
from services.shared.staff.tables import attempt

FAILURES_BEFORE_LOCK = 10  # from one origin
LOCK = timedelta(minutes=15)
FAILURES_IN_ALL, COUNTED = 30, timedelta(hours=1)  # from all origins together
KEPT = timedelta(days=1)


def mark_of(vault: Vault, username: str) -> str:
    """A name as it is counted; also what a known device says of the account that it knows."""
    return vault.index(f"sign-in:{username}")


def is_locked(
    db: Session, vault: Vault, username: str, origin: Origin, now: datetime, unlocked_at: datetime | None = None
) -> bool:
    """Whether this account takes no password or code from this origin now."""
    mark = mark_of(vault, username)
    until = select(attempt.c.locked_until).filter_by(key=_key(vault, mark, origin))
    locked_until = db.execute(until).scalar()
    total = select(func.coalesce(func.sum(attempt.c.failures), 0)).where(
        attempt.c.mark == mark, attempt.c.at > now - COUNTED
    )
    crowd = db.execute(total).scalar_one() >= FAILURES_IN_ALL
    unlocked = unlocked_at is not None and unlocked_at > now - LOCK
    stranger = mark not in origin.devices
    return (locked_until is not None and locked_until > now) or (crowd and stranger and not unlocked)


def failed(db: Session, vault: Vault, username: str, origin: Origin, now: datetime) -> tuple[int, bool]:
    """Count a wrong password or code; returns how many there were from here, and whether this one locks."""
    mark = mark_of(vault, username)
    first = insert(attempt).values(key=_key(vault, mark, origin), mark=mark, failures=1, at=now)
    more = {"failures": attempt.c.failures + 1, "at": now}
    counted = first.on_conflict_do_update(index_elements=["key"], set_=more).returning(attempt.c.failures)
    failures: int = db.execute(counted).scalar_one()
    locks = failures % FAILURES_BEFORE_LOCK == 0
    if locks:
        here = attempt.update().filter_by(key=_key(vault, mark, origin))
        db.execute(here.values(locked_until=now + LOCK))
    return failures, locks


def succeeded(db: Session, vault: Vault, username: str, origin: Origin, now: datetime) -> None:
    """Forget what was wrong from here; and what is so old that it counts no more."""
    db.execute(delete(attempt).filter_by(key=_key(vault, mark_of(vault, username), origin)))
    db.execute(delete(attempt).where(attempt.c.at < now - KEPT))


def forget(db: Session, vault: Vault, username: str) -> None:
    """Forget what was wrong from everywhere: the account is unlocked."""
    db.execute(delete(attempt).filter_by(mark=mark_of(vault, username)))


def locked(db: Session, vault: Vault, usernames: Iterable[str], now: datetime) -> set[str]:
    """Which of these accounts are closed to somebody now."""
    marks = {mark_of(vault, name): name for name in usernames}
    total = func.sum(attempt.c.failures).filter(attempt.c.at > now - COUNTED)
    closed = func.max(attempt.c.locked_until) > now
    wanted = select(attempt.c.mark).group_by(attempt.c.mark).having(closed | (total >= FAILURES_IN_ALL))
    return {marks[mark] for mark in db.execute(wanted).scalars() if mark in marks}


def _key(vault: Vault, mark: str, origin: Origin) -> str:
    device = origin.devices.get(mark)
    return vault.index(f"{mark}:{f'device:{device}' if device else network(origin.address)}")
