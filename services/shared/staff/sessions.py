"""Sessions: opaque tokens, stored as hashes. A session that is not ``full`` yet opens nothing but its next step."""

from __future__ import annotations

import enum
import hashlib
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from services.shared.staff.second_factor import is_required
from services.shared.staff.tables import account, session

STEPS_WITHIN = timedelta(minutes=10)  # for code, new password and enrolment together


class Stage(enum.StrEnum):
    """What a session still needs before it opens anything."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105 -- the name of a step
    ENROL = "enrol"
    FULL = "full"


ORDER = tuple(Stage)


@dataclass(frozen=True)
class Origin:
    """From where somebody signs in; ``devices``: the accounts that this device knows, and as which it is known."""

    address: str
    agent: str = ""
    devices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    """A session that was just opened or came a step further; its token is a new one each time."""

    token: str
    stage: Stage


def next_stage(person: Row[Any], done: Stage | None, *, demo: bool) -> Stage:
    """The next step for this account after ``done`` (None: after the password)."""
    needed = {
        Stage.CODE: person.totp_token is not None,
        Stage.PASSWORD: person.must_change,
        Stage.ENROL: person.totp_token is None and is_required(person.roles, demo=demo),
        Stage.FULL: True,
    }
    later = ORDER[ORDER.index(done) + 1 :] if done else ORDER
    return next(stage for stage in later if needed[stage])


def begin(db: Session, account_id: uuid.UUID, stage: Stage, origin: Origin, now: datetime) -> Opened:
    """Open a session at a stage."""
    token = secrets.token_urlsafe(32)
    db.execute(
        insert(session).values(
            id=uuid.uuid4(),
            token_hash=hash_of(token),
            account_id=account_id,
            stage=str(stage),
            created_at=now,
            seen_at=now,
            address=origin.address,
            agent=origin.agent[:200],
        )
    )
    return Opened(token, stage)


def pending(db: Session, token: str, stage: Stage, now: datetime) -> Row[Any] | None:
    """The account whose session waits for this step, its row locked; None where it does not, or waits too long."""
    statement = (
        select(account, session.c.token_hash)
        .join(session, session.c.account_id == account.c.id)
        .where(session.c.token_hash == hash_of(token), session.c.stage == str(stage), account.c.active)
        .where(session.c.created_at > now - STEPS_WITHIN)
        .with_for_update(of=account)
    )
    return db.execute(statement).first()


def end(db: Session, token: str) -> None:
    """End one session by its token."""
    db.execute(delete(session).filter_by(token_hash=hash_of(token)))


def end_all(db: Session, account_id: uuid.UUID, but: str = "") -> int:
    """End every session of an account, but the one with this token; returns how many."""
    statement = delete(session).where(session.c.account_id == account_id, session.c.token_hash != hash_of(but))
    return int(db.execute(statement).rowcount)  # type: ignore[attr-defined]


def end_one(db: Session, account_id: uuid.UUID, identifier: uuid.UUID) -> bool:
    """End one session of this very account; False where it has none such."""
    statement = delete(session).where(session.c.account_id == account_id, session.c.id == identifier)
    return bool(db.execute(statement).rowcount)  # type: ignore[attr-defined]


def of(db: Session, account_id: uuid.UUID, now: datetime, idle: timedelta, absolute: timedelta) -> Sequence[Row[Any]]:
    """The live sessions of an account, the newest first."""
    statement = (
        select(session)
        .where(session.c.account_id == account_id, session.c.stage == str(Stage.FULL))
        .where(session.c.seen_at > now - idle, session.c.created_at > now - absolute)
        .order_by(session.c.seen_at.desc())
    )
    return db.execute(statement).all()


def sweep(db: Session, now: datetime, absolute: timedelta) -> None:
    """Forget sessions that are over anyway."""
    db.execute(delete(session).where(session.c.created_at < now - absolute))


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
