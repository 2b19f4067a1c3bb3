"""How often a passphrase may be wrong before the account is locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.shared.calendar import clock
from services.shared.errors import RuleBroken

MOST_TRIES = 5
TRIES_WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)


@dataclass(frozen=True)
class Tries:
    """Passphrases of an account: wrong ones since when, until when it may not try, and how many are being tried."""

    tries: int = 0
    since: datetime | None = None
    locked_until: datetime | None = None
    under_way: int = 0


def may_try(found: Tries, now: datetime) -> bool:
    """Whether one more may be tried now. Those under way might all be wrong, so they count as if they were.

    Raises:
        RuleBroken: the account is locked (on the field ``passphrase``).
    """
    if found.locked_until and now < found.locked_until:
        raise locked(found.locked_until)
    return _counted(found, now).tries + found.under_way < MOST_TRIES


def wrong_try(found: Tries, now: datetime) -> Tries:
    """One of those that were tried was wrong."""
    counted = _counted(found, now)
    tries, since = counted.tries + 1, counted.since if counted.tries and counted.since else now
    return Tries(tries, since, now + LOCK if tries >= MOST_TRIES else None)


def _counted(found: Tries, now: datetime) -> Tries:
    """What still counts: nothing after a quarter of an hour, nor after a lock."""
    old = found.since is None or now - found.since >= TRIES_WINDOW
    return Tries() if old or (found.locked_until and now >= found.locked_until) else found


def locked(until: datetime) -> RuleBroken:
    """What a locked account is told."""
    message = f"Passphrase sudah {MOST_TRIES} kali salah. Tanda tangan dikunci sampai pukul {clock.hour(until)}."
    return RuleBroken.at("passphrase", message)


def tries_left(found: Tries) -> int:
    """How many tries remain before the lock."""
    return max(MOST_TRIES - found.tries, 0)
