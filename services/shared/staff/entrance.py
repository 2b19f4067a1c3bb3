"""Signing in, step by step: password or provider, then the code, a new password, the enrolment, where they are due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from services.shared.data.database import Database
from services.shared.staff import attempts, passwords, sessions, telling, trail
from services.shared.staff.second_factor import Enrolment, SecondFactor
from services.shared.staff.sessions import Opened, Origin, Stage, hash_of
from services.shared.staff.tables import account

UNKNOWN = "Nama pengguna tidak dikenal"


class Entrance:
    """The way in. Every step gives the session a new token; ``demo``: the second factor is optional for all."""

    def __init__(self, database: Database, factor: SecondFactor, absolute: timedelta, *, demo: bool) -> None:
        self._database, self._factor, self._absolute, self.demo = database, factor, absolute, demo
        self._vault = factor.vault

    def by_password(self, username: str, password: str, origin: Origin, now: datetime) -> Opened | None:
        """The first step; None where name, password or account are not right, or it is locked for this origin.

        The same is asked and written whether there is such an account or not, and nothing is locked while the password
        is hashed: neither the time nor another's answer tells which names there are. Raises Unavailable.
        """
        name = username.strip().lower()
        with self._database.transaction() as db:
            known = db.execute(select(account).filter_by(username=name)).first()
        good = passwords.verify(known.password_hash if known else passwords.NOBODY, password)
        anew = passwords.hash_of(password) if good and known and passwords.is_old(known.password_hash) else ""
        with self._database.transaction() as db:
            if attempts.is_locked(db, self._vault, name, origin, now, known.unlocked_at if known else None):
                return None
            person = self._still(db, known) if known and good and known.active else None
            if person is None:
                self._fail(db, name, known is not None, origin, now, "Kata sandi salah" if known else UNKNOWN)
                return None
            if anew:
                db.execute(update(account).filter_by(id=person.id).values(password_hash=anew))
            return self._go_on(db, person, None, origin, now, "password")

    def by_provider(self, issuer: str, subject: str, origin: Origin, now: datetime) -> Opened | None:
        """Vouched for by the office's provider, which has its own second factor; None where no account is linked."""
        with self._database.transaction() as db:
            linked = select(account).filter_by(oidc_issuer=issuer, oidc_subject=subject).with_for_update()
            person = db.execute(linked).first()
            if person is None or not person.active:
                return None
            return self._enter(db, person, origin, now, "provider")

    def by_code(self, token: str, code: str, origin: Origin, now: datetime) -> Opened | None:
        """The code of the authenticator, or a recovery code; None where it is wrong, used, or nothing waits for it."""
        with self._database.transaction() as db:
            person = sessions.pending(db, token, Stage.CODE, now)
            if person is None:
                return None
            if attempts.is_locked(db, self._vault, person.username, origin, now, person.unlocked_at):
                return None
            how = self._factor.check(db, person, code, now)
            if how is None:
                self._fail_code(db, person, origin, now)
                return None
            sessions.end(db, token)
            return self._go_on(db, person, Stage.CODE, origin, now, how)

    def by_new_password(self, token: str, new: str, origin: Origin, now: datetime) -> Opened | None:
        """The first sign-in after the administrator set a password; raises RuleBroken for a weak or the same one."""
        with self._database.transaction() as db:
            waiting = sessions.pending(db, token, Stage.PASSWORD, now)
        if waiting is None:
            return None
        passwords.check_changed(waiting.password_hash, new, waiting.username, demo=self.demo)
        values = {"password_hash": passwords.hash_of(new), "must_change": False}
        with self._database.transaction() as db:
            person = sessions.pending(db, token, Stage.PASSWORD, now)
            if person is None or person.password_hash != waiting.password_hash:
                return None
            db.execute(update(account).filter_by(id=person.id).values(**values))
            sessions.end_all(db, person.id)
            trail.note(db, now, _who(person), origin.address, "change_password", person.username, "Kata sandi diganti")
            return self._go_on(db, person, Stage.PASSWORD, origin, now, "new password")

    def enrolment(self, token: str, issuer: str, now: datetime) -> Enrolment | None:
        """What to enrol, for a session that waits for it."""
        with self._database.transaction() as db:
            person = sessions.pending(db, token, Stage.ENROL, now)
            return self._factor.begin(db, person, issuer, hash_of(token)) if person else None

    def by_enrolment(self, token: str, code: str, origin: Origin, now: datetime) -> tuple[Opened, list[str]] | None:
        """The authenticator is set up; returns the session and the recovery codes. Raises RuleBroken."""
        with self._database.transaction() as db:
            person = sessions.pending(db, token, Stage.ENROL, now)
            if person is None:
                return None
            codes = self._factor.confirm(db, person, code, now, hash_of(token))
            sessions.end(db, token)
            trail.note(db, now, _who(person), origin.address, "enrol", person.username, "Kode OTP dipasang")
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
        attempts.succeeded(db, self._vault, person.username, origin, now)
        sessions.sweep(db, now, self._absolute)
        trail.note(db, now, _who(person), origin.address, "sign_in", person.username, "Masuk", how=how)
        return sessions.begin(db, person.id, Stage.FULL, origin, now)

    def _still(self, db: Session, known: Row[Any]) -> Row[Any] | None:
        """The account, locked, if it still is what the password was compared with."""
        same = select(account).filter_by(id=known.id, password_hash=known.password_hash, active=True)
        return db.execute(same.with_for_update()).first()

    def _fail(self, db: Session, name: str, known: bool, origin: Origin, now: datetime, text: str) -> int:
        """Count what was wrong and note it; a name that there is not may be a mistyped password and stands nowhere."""
        failures, locks = attempts.failed(db, self._vault, name, origin, now)
        note = f"{text}; tertutup 15 menit untuk asal ini" if locks else text
        about = name if known else ""
        trail.note(db, now, ("", ""), origin.address, "sign_in_failed", about, note, failures=failures)
        return failures if locks else 0

    def _fail_code(self, db: Session, person: Row[Any], origin: Origin, now: datetime) -> None:
        """A wrong code; somebody who often has the password and not the telephone is told to whom it belongs."""
        if times := self._fail(db, person.username, True, origin, now, "Kode salah"):
            text = f"Kata sandi Anda dipakai dari {origin.address}, tetapi kode OTP-nya {times} kali salah."
            said = f"{text} Bila bukan Anda, ganti kata sandi."
            telling.tell(db, now, {person.username: telling.OWN}, said, email=person.email)


ORDER_OF_STEPS = (Stage.CODE, Stage.PASSWORD, Stage.ENROL)


def _who(person: Row[Any]) -> tuple[str, str]:
    return person.username, person.name
