"""Signing in, step by step: password or provider, then the code, a new password, the enrolment, where they are due."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from services.shared.data.database import Database
from services.shared.errors import RuleBroken
from services.shared.staff import passwords, sessions, trail
from services.shared.staff.second_factor import Enrolment, SecondFactor
from services.shared.staff.sessions import Opened, Origin, Stage
from services.shared.staff.tables import account

FAILURES_BEFORE_LOCK = 10
LOCK = timedelta(minutes=15)


class Entrance:
    """The way in. Every step gives the session a new token; ``demo``: the second factor is optional for all."""

    def __init__(self, database: Database, factor: SecondFactor, absolute: timedelta, *, demo: bool) -> None:
        self._database, self._factor, self._absolute, self.demo = database, factor, absolute, demo

    def by_password(self, username: str, password: str, origin: Origin, now: datetime) -> Opened | None:
        """The first step; None where name, password or account are not right, or it is locked."""
        with self._database.transaction() as db:
            wanted = select(account).where(account.c.username == username.strip().lower())
            person = db.execute(wanted.with_for_update()).first()
            good = passwords.verify(person.password_hash if person else passwords.NOBODY, password)
            if person is None or not person.active or _is_locked(person, now):
                return None
            if not good:
                _fail(db, person, origin, now, "Kata sandi salah")
                return None
            if passwords.is_old(person.password_hash):
                db.execute(
                    update(account).filter_by(id=person.id).values(password_hash=passwords.HASHER.hash(password))
                )
            return self._go_on(db, person, None, origin, now, "password")

    def by_provider(self, issuer: str, subject: str, origin: Origin, now: datetime) -> Opened | None:
        """Vouched for by the office's provider, which has its own second factor; None where no account is linked."""
        with self._database.transaction() as db:
            linked = select(account).filter_by(oidc_issuer=issuer, oidc_subject=subject).with_for_update()
            person = db.execute(linked).first()
            if person is None or not person.active or _is_locked(person, now):
                return None
            return self._enter(db, person, origin, now, "provider")

    def by_code(self, token: str, code: str, origin: Origin, now: datetime) -> Opened | None:
        """The code of the authenticator, or a recovery code; None where it is wrong, used, or nothing waits for it."""
        with self._database.transaction() as db:
            person = sessions.pending(db, token, Stage.CODE, now)
            if person is None or _is_locked(person, now):
                return None
            how = self._factor.check(db, person, code, now)
            if how is None:
                _fail(db, person, origin, now, "Kode salah")
                return None
            sessions.end(db, token)
            return self._go_on(db, person, Stage.CODE, origin, now, how)

    def by_new_password(self, token: str, new: str, origin: Origin, now: datetime) -> Opened | None:
        """The first sign-in after the administrator set a password; raises RuleBroken for a weak or the same one."""
        with self._database.transaction() as db:
            person = sessions.pending(db, token, Stage.PASSWORD, now)
            if person is None:
                return None
            set_password(db, person, new, demo=self.demo)
            sessions.end_all(db, person.id)
            trail.note(db, now, _who(person), origin.address, "change_password", person.username, "Kata sandi diganti")
            return self._go_on(db, person, Stage.PASSWORD, origin, now, "new password")

    def enrolment(self, token: str, issuer: str, now: datetime) -> Enrolment | None:
        """What to enrol, for a session that waits for it."""
        with self._database.transaction() as db:
            person = sessions.pending(db, token, Stage.ENROL, now)
            return self._factor.begin(db, person, issuer) if person else None

    def by_enrolment(self, token: str, code: str, origin: Origin, now: datetime) -> tuple[Opened, list[str]] | None:
        """The authenticator is set up; returns the session and the recovery codes. Raises RuleBroken."""
        with self._database.transaction() as db:
            person = sessions.pending(db, token, Stage.ENROL, now)
            if person is None:
                return None
            codes = self._factor.confirm(db, person, code, now)
            sessions.end(db, token)
            trail.note(db, now, _who(person), origin.address, "enrol", person.username, "Kode masuk dipasang")
            return self._enter(db, person, origin, now, "enrolment"), codes

    def stage(self, token: str, now: datetime) -> Stage | None:
        """The step that a session waits for."""
        with self._database.transaction() as db:
            return next((s for s in ORDER_OF_STEPS if sessions.pending(db, token, s, now)), None)

    def _go_on(
        self, db: Session, person: Row[Any], done: Stage | None, origin: Origin, now: datetime, how: str
    ) -> Opened:
        stage = sessions.next_stage(person, done, demo=self.demo)
        if stage == Stage.FULL:
            return self._enter(db, person, origin, now, how)
        return sessions.begin(db, person.id, stage, origin, now)

    def _enter(self, db: Session, person: Row[Any], origin: Origin, now: datetime, how: str) -> Opened:
        db.execute(update(account).filter_by(id=person.id).values(failures=0, locked_until=None))
        sessions.sweep(db, now, self._absolute)
        trail.note(db, now, _who(person), origin.address, "sign_in", person.username, "Masuk", how=how)
        return sessions.begin(db, person.id, Stage.FULL, origin, now)


ORDER_OF_STEPS = (Stage.CODE, Stage.PASSWORD, Stage.ENROL)


def set_password(db: Session, person: Row[Any], new: str, *, demo: bool) -> None:
    """Give an account a password that it chose itself; raises RuleBroken for a weak or the same one."""
    passwords.check_new(new, person.username, demo=demo)
    if passwords.verify(person.password_hash, new):
        message = "Kata sandi baru harus lain dari yang sekarang."
        raise RuleBroken(message, {"new": [message]})
    values = {"password_hash": passwords.HASHER.hash(new), "must_change": False, "failures": 0, "locked_until": None}
    db.execute(update(account).filter_by(id=person.id).values(**values))


def _is_locked(person: Row[Any], now: datetime) -> bool:
    return person.locked_until is not None and person.locked_until > now


def _fail(db: Session, person: Row[Any], origin: Origin, now: datetime, text: str) -> None:
    """Count a wrong password or code; the tenth locks the account for a while."""
    failures = person.failures + 1
    locks = failures % FAILURES_BEFORE_LOCK == 0
    until = now + LOCK if locks else person.locked_until
    db.execute(update(account).filter_by(id=person.id).values(failures=failures, locked_until=until))
    note = f"{text}; akun terkunci 15 menit" if locks else text
    trail.note(db, now, ("", ""), origin.address, "sign_in_failed", person.username, note, failures=failures)


def _who(person: Row[Any]) -> tuple[str, str]:
    return person.username, person.name


def random_password() -> str:
    """A password for a first sign-in: easily read out, 75 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(3))
