"""What the administrator does to accounts, and a person to their own. Each is one transaction and one audit line."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, any_, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.shared.data.database import Database
from services.shared.errors import Missing, RuleBroken
from services.shared.rights.people import ROLE_LABELS, SYSTEM, Actor, Role
from services.shared.staff import passwords, sessions, trail
from services.shared.staff.entrance import random_password, set_password
from services.shared.staff.second_factor import Enrolment, SecondFactor
from services.shared.staff.tables import account
from services.shared.unit_of_work import Service

LAST_ADMIN = "Ini satu-satunya administrator yang aktif. Tunjuk yang lain dahulu."


class Administration:
    """Accounts as the administrator keeps them. Roles, password and deactivation end all sessions at once."""

    def __init__(self, database: Database, factor: SecondFactor, *, demo: bool) -> None:
        self._database, self._factor, self._demo = database, factor, demo

    @classmethod
    def of(cls, service: Service) -> Administration:
        """The accounts of the office that a service works in."""
        return cls(service.staff, SecondFactor(service.vault), demo=service.settings.demo)

    def all(self) -> Sequence[Row[Any]]:
        """Every account, active ones first, by name."""
        with self._database.transaction() as db:
            return db.execute(select(account).order_by(account.c.active.desc(), account.c.name)).all()

    def one(self, username: str) -> Row[Any]:
        """One account; raises Missing."""
        with self._database.transaction() as db:
            return _find(db, username)

    def add(
        self, by: Actor, username: str, name: str, roles: Iterable[Role], password: str, now: datetime,
        *, must_change: bool = True, hashed: str = "",
    ) -> uuid.UUID:  # fmt: skip
        """Create an account, with the password's hash where it was made before.

        Raises RuleBroken for a weak password, no role, or a name that is taken.
        """
        username = username.strip().lower()
        passwords.check_new(password, username, demo=self._demo)
        held = _roles(roles)
        identifier = uuid.uuid4()
        values = {"id": identifier, "username": username, "name": name, "roles": held, "created_at": now}
        hashed = hashed or passwords.HASHER.hash(password)
        taken = f"Nama pengguna {username} sudah ada."
        with self._database.transaction() as db:
            if db.execute(select(account.c.id).filter_by(username=username)).first():
                raise RuleBroken(taken, {"username": [taken]})
            try:
                db.execute(insert(account).values(**values, password_hash=hashed, must_change=must_change))
            except IntegrityError:
                raise RuleBroken(taken, {"username": [taken]}) from None
            _note(db, by, now, "add_account", username, "Akun dibuat", roles=held)
        return identifier

    def set_roles(self, by: Actor, username: str, name: str, roles: Iterable[Role], now: datetime) -> None:
        """Change name and roles; raises RuleBroken where nobody would be administrator any more."""
        held = _roles(roles)
        with self._database.transaction() as db:
            person = _find(db, username, lock=True)
            if Role.ADMIN not in held:
                _keep_an_admin(db, person)
            db.execute(update(account).filter_by(id=person.id).values(name=name, roles=held))
            if sorted(person.roles) != held:
                sessions.end_all(db, person.id)
            _note(db, by, now, "set_roles", username, "Nama dan peran diubah", before=sorted(person.roles), roles=held)

    def set_active(self, by: Actor, username: str, active: bool, now: datetime) -> None:
        """Close an account, or open it again; raises RuleBroken for the last administrator."""
        with self._database.transaction() as db:
            person = _find(db, username, lock=True)
            if not active:
                _keep_an_admin(db, person)
            db.execute(update(account).filter_by(id=person.id).values(active=active))
            sessions.end_all(db, person.id)
            _note(db, by, now, "open_account" if active else "close_account", username, _ACTIVE[active])

    def reset_password(self, by: Actor, username: str, now: datetime, password: str = "") -> str:
        """A new password for the next sign-in, which must change it; unlocks. Returns it, to be told in person."""
        new = password or random_password()
        passwords.check_new(new, username, demo=self._demo)
        with self._database.transaction() as db:
            person = _find(db, username, lock=True)
            values = {"password_hash": passwords.HASHER.hash(new), "must_change": True}
            db.execute(update(account).filter_by(id=person.id).values(**values, failures=0, locked_until=None))
            sessions.end_all(db, person.id)
            _note(db, by, now, "reset_password", username, "Kata sandi disetel ulang oleh administrator")
        return new

    def reset_factor(self, by: Actor, username: str, now: datetime) -> None:
        """Take the second factor away (the phone is lost); it is enrolled anew at the next sign-in."""
        with self._database.transaction() as db:
            person = _find(db, username, lock=True)
            self._factor.remove(db, person.id)
            sessions.end_all(db, person.id)
            _note(db, by, now, "reset_factor", username, "Kode masuk dihapus oleh administrator")

    def unlock(self, by: Actor, username: str, now: datetime) -> None:
        """Let somebody try again before the lock ends by itself."""
        with self._database.transaction() as db:
            person = _find(db, username, lock=True)
            db.execute(update(account).filter_by(id=person.id).values(failures=0, locked_until=None))
            _note(db, by, now, "unlock", username, "Kunci akun dibuka")

    def link(self, by: Actor, username: str, issuer: str, subject: str, now: datetime) -> None:
        """Link an account to a subject of the provider, or unlink it with an empty one; raises RuleBroken."""
        with self._database.transaction() as db:
            person = _find(db, username, lock=True)
            taken = select(account.c.username).filter_by(oidc_issuer=issuer, oidc_subject=subject)
            other = db.execute(taken.where(account.c.id != person.id)).scalar()
            if subject and other:
                raise RuleBroken(f"Sudah tertaut pada {other}.", {"subject": [f"Sudah tertaut pada {other}."]})
            values = {"oidc_issuer": issuer if subject else None, "oidc_subject": subject or None}
            db.execute(update(account).filter_by(id=person.id).values(**values))
            sessions.end_all(db, person.id)
            _note(db, by, now, "link_provider", username, "Tautan ke penyedia identitas diubah")

    def change_own_password(self, me: Actor, old: str, new: str, token: str, now: datetime) -> None:
        """A person changes their password; every other session ends. Raises RuleBroken."""
        with self._database.transaction() as db:
            person = _find(db, me.username, lock=True)
            if not passwords.verify(person.password_hash, old):
                raise RuleBroken("Kata sandi sekarang salah.", {"old": ["Kata sandi sekarang salah."]})
            set_password(db, person, new, demo=self._demo)
            sessions.end_all(db, person.id, but=token)
            _note(db, me, now, "change_password", me.username, "Kata sandi diganti")

    def begin_factor(self, me: Actor, issuer: str) -> Enrolment:
        """What a signed-in person scans to set up their authenticator."""
        with self._database.transaction() as db:
            return self._factor.begin(db, _find(db, me.username, lock=True), issuer)

    def confirm_factor(self, me: Actor, code: str, token: str, now: datetime) -> list[str]:
        """The first code was right; returns the recovery codes. Raises RuleBroken."""
        with self._database.transaction() as db:
            person = _find(db, me.username, lock=True)
            codes = self._factor.confirm(db, person, code, now)
            sessions.end_all(db, person.id, but=token)
            _note(db, me, now, "enrol", me.username, "Kode masuk dipasang")
            return codes

    def renew_codes(self, me: Actor, password: str, now: datetime) -> list[str]:
        """New recovery codes, on the password's word; raises RuleBroken."""
        with self._database.transaction() as db:
            person = _find(db, me.username, lock=True)
            if person.totp_token is None or not passwords.verify(person.password_hash, password):
                raise RuleBroken("Kata sandi sekarang salah.", {"password": ["Kata sandi sekarang salah."]})
            _note(db, me, now, "renew_codes", me.username, "Kode cadangan dibuat baru")
            return self._factor.renew_codes(db, person.id)


_ACTIVE = {True: "Akun dibuka kembali", False: "Akun ditutup"}


def _find(db: Session, username: str, *, lock: bool = False) -> Row[Any]:
    wanted = select(account).filter_by(username=username)
    person = db.execute(wanted.with_for_update() if lock else wanted).first()
    if person is None:
        raise Missing("Akun ini tidak ada.")
    return person


def _keep_an_admin(db: Session, person: Row[Any]) -> None:
    """Raise RuleBroken where this is the last active administrator; the others' rows are locked until commit."""
    if Role.ADMIN not in person.roles or not person.active:
        return
    active = select(account.c.id).where(account.c.active, any_(account.c.roles) == str(Role.ADMIN)).with_for_update()
    if len(db.execute(active).all()) < 2:
        raise RuleBroken(LAST_ADMIN, {"roles": [LAST_ADMIN]})


def _roles(roles: Iterable[Role]) -> list[str]:
    held = sorted({str(role) for role in roles} & set(ROLE_LABELS) - {str(Role.SYSTEM)})
    if not held:
        raise RuleBroken("Pilih sedikitnya satu peran.", {"roles": ["Pilih sedikitnya satu peran."]})
    return held


def _note(db: Session, by: Actor, now: datetime, verb: str, subject: str, text: str, **details: Any) -> None:
    trail.note(db, now, (by.username, by.name), by.address, verb, subject, text, **details)


OPERATOR = Actor(None, "operator", "Operator (baris perintah)", SYSTEM.roles)
