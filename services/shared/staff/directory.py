"""The staff directory: who is signed in, and who works here. Signing in: ``entrance``; accounts: ``administration``.

Sessions live in PostgreSQL and not in Redis, so that staff can go on working while the broker is down
(docs/decisions/0003-sessions-in-postgresql.md).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Date, Row, any_, bindparam, func, select, update

from services.shared.calendar import clock
from services.shared.config.settings import Settings
from services.shared.data.database import Database
from services.shared.encryption.vault import Vault
from services.shared.rights.people import Actor, Role
from services.shared.staff import acting_heads, attempts, second_factor, sessions, trail
from services.shared.staff.administration import Administration
from services.shared.staff.drafts import Drafts
from services.shared.staff.entrance import Entrance
from services.shared.staff.own_account import OwnAccount
from services.shared.staff.second_factor import SecondFactor
from services.shared.staff.second_person import SecondPerson
from services.shared.staff.sessions import Stage, hash_of
from services.shared.staff.tables import account, acting, session

# Asked with every request of the four services, so it is made once.
_WHO = (
    select(
        *(account.c[name] for name in ("id", "username", "name", "roles", "renewed_at")),
        session.c.created_at.label("begun"),
        session.c.seen_at,
        *acting_heads.COLUMNS,
    )
    .join(session, session.c.account_id == account.c.id)
    .outerjoin(acting, acting_heads.valid_on(account.c.id, bindparam("day", type_=Date)))
    .where(session.c.token_hash == bindparam("hash"), session.c.stage == str(Stage.FULL), account.c.active)
)
_SEEN_EVERY = timedelta(minutes=1)  # how exactly the time of the last request is kept


class Directory:
    """Accounts and sessions over the ``staff`` schema. Times are aware."""

    def __init__(self, settings: Settings, database: Database | None = None) -> None:
        self.database = database or Database(settings.staff_database_url, pool_size=2)
        self._idle = timedelta(seconds=settings.session_idle)
        self._absolute = timedelta(seconds=settings.session_absolute)
        self._vault = Vault(settings.field_keys, settings.index_key)
        factor = SecondFactor(self._vault)
        self.entrance = Entrance(self.database, factor, self._absolute, demo=settings.demo)
        self.accounts = Administration(self.database, factor, demo=settings.demo)
        self.second_person = SecondPerson(self.database, self.accounts)
        self.drafts = Drafts(self.database, self._vault)
        self.own = OwnAccount(self.database, factor, demo=settings.demo)

    def who(self, token: str, address: str, now: datetime) -> Actor | None:
        """Whose session this is, or None where it has ended, expired, waits for a step, or the account is closed."""
        with self.database.looking() as db:
            row = db.execute(_WHO, {"hash": hash_of(token), "day": clock.local(now).date()}).first()
            if row is None or now - row.begun > self._absolute or now - row.seen_at > self._idle:
                return None
            if now - row.seen_at > _SEEN_EVERY:
                db.execute(update(session).filter_by(token_hash=hash_of(token)).values(seen_at=now))
            held = frozenset(Role(role) for role in row.roles)
            appointed = acting_heads.of_row(cast(Row[Any], row))
            roles = held | {appointed.role} if appointed else held
            since = max((at for at in (row.renewed_at, row.acting_confirmed_at) if at is not None), default=None)
            today = since if since is not None and clock.local(since).date() >= clock.local(now).date() else None
            return Actor(row.id, row.username, row.name, roles, address, appointed, today)

    def sign_out(self, token: str) -> None:
        """End one session; whoever has its token may, a service too, which otherwise writes none."""
        with self.database.transaction() as db:
            db.execute(select(func.end_session(hash_of(token))))

    def sessions_of(self, me: Actor, now: datetime) -> Sequence[Row[Any]]:
        """The live sessions of a person, the newest first."""
        assert me.account_id is not None
        with self.database.transaction() as db:
            return sessions.of(db, me.account_id, now, self._idle, self._absolute)

    def end_session(self, me: Actor, identifier: uuid.UUID, now: datetime) -> bool:
        """End one of a person's own sessions; False where it is none of theirs."""
        assert me.account_id is not None
        with self.database.transaction() as db:
            ended = sessions.end_one(db, me.account_id, identifier)
            if ended:
                trail.note(
                    db, now, (me.username, me.name), me.address, "end_session", me.username, "Sesi lain diakhiri"
                )
            return ended

    def recovery_codes_left(self, me: Actor) -> int:
        """How many recovery codes a person has not used yet."""
        assert me.account_id is not None
        with self.database.transaction() as db:
            return second_factor.codes_left(db, me.account_id)

    def locked(self, usernames: Iterable[str], now: datetime) -> set[str]:
        """Which of these accounts are closed to somebody, after too many wrong passwords."""
        with self.database.transaction() as db:
            return attempts.locked(db, self._vault, usernames, now)

    def everybody(self) -> list[tuple[str, str]]:
        """(username, name) of every account, active ones first, by name."""
        with self.database.looking() as db:
            known = select(account.c.username, account.c.name).order_by(account.c.active.desc(), account.c.name)
            return [(row.username, row.name) for row in db.execute(known)]

    def members(self, role: Role) -> list[tuple[str, str]]:
        """(username, name) of the active accounts that hold a role, by name."""
        with self.database.looking() as db:
            rows = db.execute(
                select(account.c.username, account.c.name)
                .where(account.c.active, any_(account.c.roles) == str(role))
                .order_by(account.c.name)
            )
            return [(row.username, row.name) for row in rows]
