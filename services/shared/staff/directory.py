"""The staff directory: accounts, sign-in, sessions. Passwords are argon2id, sessions opaque tokens stored hashed.

Sessions live in PostgreSQL and not in Redis, so that staff can go on working while the broker is down
(docs/decisions/0003-sessions-in-postgresql.md).
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import any_, delete, insert, select, update

from services.shared.database import Database
from services.shared.errors import RuleBroken
from services.shared.people import Actor, Role
from services.shared.staff import appointments
from services.shared.staff.tables import account, acting, session

HASHER = PasswordHasher()  # argon2id with the library's (RFC 9106 low-memory) parameters
_NOBODY = HASHER.hash(secrets.token_hex(16))  # verified for unknown names, so that timing tells nothing
FAILURES_BEFORE_LOCK = 10
LOCK = timedelta(minutes=15)
MIN_PASSWORD = 12


class Directory:
    """Accounts and sessions over the ``staff`` schema. Times are aware, limits in seconds."""

    def __init__(self, database: Database, idle: int, absolute: int) -> None:
        self.database = database
        self._idle, self._absolute = timedelta(seconds=idle), timedelta(seconds=absolute)

    def sign_in(self, username: str, password: str, address: str, agent: str, now: datetime) -> str | None:
        """Open a session; returns its token, or None where name, password or account are not right."""
        with self.database.transaction() as db:
            found = db.execute(
                select(account).where(account.c.username == username.strip().lower()).with_for_update()
            ).first()
            locked = found is not None and found.locked_until is not None and found.locked_until > now
            good = _verify(found.password_hash if found else _NOBODY, password)
            if found is None or not found.active or locked:
                return None
            if not good:
                failures = found.failures + 1
                lock = now + LOCK if failures % FAILURES_BEFORE_LOCK == 0 else found.locked_until
                db.execute(update(account).filter_by(id=found.id).values(failures=failures, locked_until=lock))
                return None
            db.execute(update(account).filter_by(id=found.id).values(failures=0, locked_until=None))
            token = secrets.token_urlsafe(32)
            db.execute(
                insert(session).values(
                    token_hash=_hash(token),
                    account_id=found.id,
                    created_at=now,
                    seen_at=now,
                    address=address,
                    agent=agent[:200],
                )
            )
            return token

    def who(self, token: str, address: str, now: datetime) -> Actor | None:
        """Whose session this is, or None where it has ended, expired, or the account is closed."""
        with self.database.transaction() as db:
            row = db.execute(
                select(account, session.c.created_at.label("begun"), session.c.seen_at, *appointments.COLUMNS)
                .join(session, session.c.account_id == account.c.id)
                .outerjoin(acting, appointments.valid(account.c.id, now))
                .where(session.c.token_hash == _hash(token), account.c.active)
            ).first()
            if row is None or now - row.begun > self._absolute or now - row.seen_at > self._idle:
                return None
            if now - row.seen_at > timedelta(minutes=1):
                db.execute(update(session).filter_by(token_hash=_hash(token)).values(seen_at=now))
            held = frozenset(Role(role) for role in row.roles)
            appointed = appointments.of_row(row)
            roles = held | {appointed.role} if appointed else held
            return Actor(row.id, row.username, row.name, roles, address, appointed)

    def sign_out(self, token: str) -> None:
        """End one session."""
        with self.database.transaction() as db:
            db.execute(delete(session).filter_by(token_hash=_hash(token)))

    def end_sessions(self, username: str) -> None:
        """End every session of an account (password or role changed, account closed)."""
        with self.database.transaction() as db:
            whose = select(account.c.id).filter_by(username=username).scalar_subquery()
            db.execute(delete(session).where(session.c.account_id == whose))

    def add(self, username: str, name: str, roles: Iterable[Role], password: str, now: datetime) -> uuid.UUID:
        """Create an account; raises RuleBroken for a short password or a name that is taken."""
        if len(password) < MIN_PASSWORD:
            raise RuleBroken(f"Kata sandi paling sedikit {MIN_PASSWORD} huruf.")
        with self.database.transaction() as db:
            if db.execute(select(account.c.id).filter_by(username=username)).first():
                raise RuleBroken(f"Nama pengguna {username} sudah ada.")
            identifier = uuid.uuid4()
            db.execute(
                insert(account).values(
                    id=identifier,
                    username=username,
                    name=name,
                    roles=[str(role) for role in roles],
                    password_hash=HASHER.hash(password),
                    created_at=now,
                )
            )
            return identifier

    def close(self, username: str) -> None:
        """Deactivate an account; its sessions end at once."""
        with self.database.transaction() as db:
            db.execute(update(account).filter_by(username=username).values(active=False))
        self.end_sessions(username)

    def members(self, role: Role) -> list[tuple[str, str]]:
        """(username, name) of the active accounts that hold a role, by name."""
        with self.database.transaction() as db:
            rows = db.execute(
                select(account.c.username, account.c.name)
                .where(account.c.active, any_(account.c.roles) == str(role))
                .order_by(account.c.name)
            )
            return [(row.username, row.name) for row in rows]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _verify(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
