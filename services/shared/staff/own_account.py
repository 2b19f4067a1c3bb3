"""What people do to their own accounts. What changes who they are asks who they are: one guard for all of its kind.

A session that was left open, or a stolen cookie, is not enough: the password is asked, and a code of the authenticator
that is set up (or a recovery code). The person hears of it in the bell and by e-mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, update
from sqlalchemy.orm import Session

from services.shared.data.database import Database
from services.shared.errors import RuleBroken
from services.shared.rights.people import Actor
from services.shared.staff import passwords, sessions, telling, trail
from services.shared.staff.administration import find
from services.shared.staff.second_factor import Enrolment, SecondFactor
from services.shared.staff.sessions import hash_of
from services.shared.staff.tables import account
from services.shared.unit_of_work import Service

WRONG_PASSWORD = "Kata sandi sekarang salah."  # noqa: S105 -- what is said of it
WRONG_CODE = (
    "Kode OTP salah atau sudah dipakai. Ketik yang sedang tampil di ponsel yang terpasang, atau satu kode cadangan."
)


@dataclass(frozen=True)
class Proof:
    """That somebody is who the session says: the password, and a code where an authenticator is set up."""

    password: str
    code: str = ""


class OwnAccount:
    """One's own password, authenticator, recovery codes, and the address to which notices go."""

    def __init__(self, database: Database, factor: SecondFactor, *, demo: bool) -> None:
        self._database, self._factor, self._demo = database, factor, demo

    @classmethod
    def of(cls, service: Service) -> OwnAccount:
        """The accounts of the office that a service works in."""
        return cls(service.staff, SecondFactor(service.vault), demo=service.settings.demo)

    def change_password(self, me: Actor, proof: Proof, new: str, token: str, now: datetime) -> None:
        """A person changes the password; every other session ends. Raises RuleBroken."""
        passwords.check_changed(self._one(me).password_hash, new, me.username, demo=self._demo)
        values = {"password_hash": passwords.hash_of(new), "must_change": False}
        with self._proven(me, proof, now, "change_password", "Kata sandi diganti") as (db, person):
            db.execute(update(account).filter_by(id=person.id).values(**values))
            sessions.end_all(db, person.id, but=token)

    def begin_factor(self, me: Actor, issuer: str, token: str) -> Enrolment:
        """What a signed-in person scans to set up an authenticator; it counts once it is confirmed."""
        with self._database.transaction() as db:
            return self._factor.begin(db, find(db, me.username, lock=True), issuer, hash_of(token))

    def confirm_factor(self, me: Actor, proof: Proof, code: str, token: str, now: datetime) -> list[str]:
        """The first code of the new authenticator was right; returns the recovery codes. Raises RuleBroken."""
        with self._proven(me, proof, now, "enrol", "Kode OTP dipasang") as (db, person):
            codes = self._factor.confirm(db, person, code, now, hash_of(token))
            sessions.end_all(db, person.id, but=token)
            return codes

    def renew_codes(self, me: Actor, proof: Proof, now: datetime) -> list[str]:
        """New recovery codes in place of the old ones; raises RuleBroken."""
        with self._proven(me, proof, now, "renew_codes", "Kode cadangan dibuat baru") as (db, person):
            if person.totp_token is None:
                raise RuleBroken("Aktifkan verifikasi dua langkah dahulu.")
            return self._factor.renew_codes(db, person.id)

    def choose_summary(self, me: Actor, proof: Proof, email: str, now: datetime, *, digest: bool) -> None:
        """The daily summary, on or off; another address needs the proof, and is told to the one before."""
        person = self._one(me)
        if email == (person.email or ""):
            with self._database.transaction() as db:
                db.execute(update(account).filter_by(id=person.id).values(digest=digest))
            return
        with self._proven(me, proof, now, "change_address", "Alamat e-mail diganti") as (db, row):
            db.execute(update(account).filter_by(id=row.id).values(email=email or None, digest=digest))

    def _one(self, me: Actor) -> Row[Any]:
        with self._database.transaction() as db:
            return find(db, me.username)

    @contextmanager
    def _proven(
        self, me: Actor, proof: Proof, now: datetime, verb: str, text: str
    ) -> Iterator[tuple[Session, Row[Any]]]:
        """One act of this kind: proof, change, audit line, and the person is told; all or nothing.

        The code is spent only where all the rest is right. Raises RuleBroken.
        """
        known = self._one(me).password_hash
        if not passwords.verify(known, proof.password):
            raise RuleBroken(WRONG_PASSWORD, {"password": [WRONG_PASSWORD]})
        with self._database.transaction() as db:
            person = find(db, me.username, lock=True)
            if person.password_hash != known:  # changed in this very moment
                raise RuleBroken(WRONG_PASSWORD, {"password": [WRONG_PASSWORD]})
            if person.totp_token is not None and self._factor.check(db, person, proof.code, now) is None:
                raise RuleBroken(WRONG_CODE, {"proof": [WRONG_CODE]})
            yield db, person
            trail.note(db, now, (me.username, me.name), me.address, verb, me.username, text)
            said = f"{text} pada akun Anda. Bila bukan Anda yang melakukannya, segera hubungi administrator."
            telling.tell(db, now, {me.username: telling.OWN}, said, email=person.email)
