"""What others do to accounts: the administrator on the page of the staff, the operator by the command line.

Each is one transaction and one audit line, and the person, the Camat and the auditor hear of it. What gives power
needs a second person (``second_person.py``); what people do to their own accounts is ``own_account.py``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from sqlalchemy import Row, any_, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.shared.errors import Missing, RuleBroken
from services.shared.rights.people import ROLE_LABELS, SYSTEM, Actor, Role
from services.shared.staff import attempts, passwords, sessions, telling, trail
from services.shared.staff.opening import is_open
from services.shared.staff.second_factor import SecondFactor
from services.shared.staff.tables import account
from services.shared.unit_of_work import Service

LAST_ADMIN = "Ini satu-satunya administrator yang aktif. Tunjuk yang lain dahulu."
FACTS = ("position", "rank", "nip")  # what a person is in the office, as on its papers
_NONE: Mapping[str, str] = MappingProxyType({})
OPERATOR = Actor(None, "operator", "Operator (baris perintah)", SYSTEM.roles)


class Transactions(Protocol):
    """Where transactions on the staff's schema come from: a database, or one that has begun already."""

    def transaction(self) -> Any:
        """A context manager that gives a session."""


class Joined:
    """A transaction that has begun already: what is done in it is committed by whoever began it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """The session of that transaction."""
        yield self._session


class Administration:
    """Accounts as others keep them. Roles, password and deactivation end all sessions at once.

    ``confirmed_by``: the second person, who stands in the trail beside who asked.
    """

    def __init__(self, database: Transactions, factor: SecondFactor, *, demo: bool, confirmed_by: str = "") -> None:
        self._database, self._factor, self._demo, self._confirmed_by = database, factor, demo, confirmed_by

    @classmethod
    def of(cls, service: Service) -> Administration:
        """The accounts of the office that a service works in."""
        return cls(service.staff, SecondFactor(service.vault), demo=service.settings.demo)

    def within(self, db: Session, confirmed_by: str = "") -> Administration:
        """The same, in a transaction that has begun already."""
        return Administration(Joined(db), self._factor, demo=self._demo, confirmed_by=confirmed_by)

    def all(self) -> Sequence[Row[Any]]:
        """Every account, active ones first, by name."""
        with self._database.transaction() as db:
            return db.execute(select(account).order_by(account.c.active.desc(), account.c.name)).all()

    def one(self, username: str) -> Row[Any]:
        """One account; raises Missing."""
        with self._database.transaction() as db:
            return find(db, username)

    def roles_of(self, username: str) -> list[str]:
        """The roles of an account; none where there is no such account."""
        with self._database.transaction() as db:
            return db.execute(select(account.c.roles).filter_by(username=username)).scalar() or []

    def do(self, by: Actor, verb: str, username: str, data: dict[str, Any], now: datetime) -> str:
        """Do a change that is given as data; returns the password that was made, or nothing. Raises what it raises."""
        if verb == "add_account":
            password = passwords.random_password()
            self.add(by, username, data["name"], map(Role, data["roles"]), password, now, facts=_facts(data))
            return password
        if verb == "set_roles":
            self.set_roles(by, username, data["name"], map(Role, data["roles"]), now, facts=_facts(data))
        elif verb == "open_account":
            self.set_active(by, username, True, now)
        elif verb == "reset_password":
            return self.reset_password(by, username, now)
        elif verb == "reset_factor":
            self.reset_factor(by, username, now)
        elif verb == "link_provider":
            self.link(by, username, data["issuer"], data["subject"], now)
        else:
            raise ValueError(f"{verb} is no change of an account")
        return ""

    def add(
        self, by: Actor, username: str, name: str, roles: Iterable[Role], password: str, now: datetime,
        *, must_change: bool = True, hashed: str = "", facts: Mapping[str, str] = _NONE,
    ) -> uuid.UUID:  # fmt: skip
        """Create an account, with the password's hash where it was made before. ``facts``: see FACTS.

        Raises RuleBroken for a weak password, no role, or a name that is taken.
        """
        username = username.strip().lower()
        passwords.check_new(password, username, demo=self._demo)
        held = _roles(roles)
        identifier = uuid.uuid4()
        values = {"id": identifier, "username": username, "name": name, "roles": held, "created_at": now, **facts}
        hashed = hashed or passwords.hash_of(password)
        taken = f"Nama pengguna {username} sudah ada."
        with self._database.transaction() as db:
            if db.execute(select(account.c.id).filter_by(username=username)).first():
                raise RuleBroken(taken, {"username": [taken]})
            try:
                db.execute(insert(account).values(**values, password_hash=hashed, must_change=must_change))
            except IntegrityError:
                raise RuleBroken(taken, {"username": [taken]}) from None
            self._renewed(db, identifier, now)
            self._note(db, by, now, "add_account", username, "Akun dibuat", roles=held)
        return identifier

    def set_roles(
        self, by: Actor, username: str, name: str, roles: Iterable[Role], now: datetime,
        *, facts: Mapping[str, str] = _NONE,
    ) -> None:  # fmt: skip
        """Change name, roles and facts; raises RuleBroken where nobody would be administrator any more."""
        held = _roles(roles)
        with self._database.transaction() as db:
            person = find(db, username, lock=True)
            if Role.ADMIN not in held:
                _keep_an_admin(db, person)
            db.execute(update(account).filter_by(id=person.id).values(name=name, roles=held, **facts))
            if sorted(person.roles) != held:
                sessions.end_all(db, person.id)
            if set(held) - set(person.roles):
                self._renewed(db, person.id, now)
            before = sorted(person.roles)
            self._note(db, by, now, "set_roles", username, "Nama atau peran diubah", before=before, roles=held)

    def set_active(self, by: Actor, username: str, active: bool, now: datetime) -> None:
        """Close an account, or open it again; raises RuleBroken for the last administrator."""
        with self._database.transaction() as db:
            person = find(db, username, lock=True)
            if not active:
                _keep_an_admin(db, person)
            db.execute(update(account).filter_by(id=person.id).values(active=active))
            sessions.end_all(db, person.id)
            self._note(db, by, now, "open_account" if active else "close_account", username, _ACTIVE[active])

    def reset_password(self, by: Actor, username: str, now: datetime, password: str = "") -> str:
        """A new password for the next sign-in, which must change it; unlocks. Returns it, to be told in person."""
        new = password or passwords.random_password()
        passwords.check_new(new, username, demo=self._demo)
        values = {"password_hash": passwords.hash_of(new), "must_change": True, "unlocked_at": now}
        with self._database.transaction() as db:
            person = find(db, username, lock=True)
            db.execute(update(account).filter_by(id=person.id).values(**values))
            attempts.forget(db, self._factor.vault, username)
            sessions.end_all(db, person.id)
            self._renewed(db, person.id, now)
            self._note(db, by, now, "reset_password", username, "Kata sandi disetel ulang")
        return new

    def reset_factor(self, by: Actor, username: str, now: datetime) -> None:
        """Take the second factor away (the phone is lost); it is enrolled anew at the next sign-in."""
        with self._database.transaction() as db:
            person = find(db, username, lock=True)
            self._factor.remove(db, person.id)
            sessions.end_all(db, person.id)
            self._renewed(db, person.id, now)
            self._note(db, by, now, "reset_factor", username, "Kode OTP dihapus")

    def unlock(self, by: Actor, username: str, now: datetime) -> None:
        """Let somebody try again before the lock ends by itself; whoever goes on trying locks it not at once again."""
        with self._database.transaction() as db:
            person = find(db, username, lock=True)
            db.execute(update(account).filter_by(id=person.id).values(unlocked_at=now))
            attempts.forget(db, self._factor.vault, username)
            _write(db, by, now, "unlock", username, "Kunci akun dibuka")

    def link(self, by: Actor, username: str, issuer: str, subject: str, now: datetime) -> None:
        """Link an account to a subject of the provider, or unlink it with an empty one; raises RuleBroken."""
        with self._database.transaction() as db:
            person = find(db, username, lock=True)
            taken = select(account.c.username).filter_by(oidc_issuer=issuer, oidc_subject=subject)
            other = db.execute(taken.where(account.c.id != person.id)).scalar()
            if subject and other:
                raise RuleBroken(f"Sudah tertaut pada {other}.", {"subject": [f"Sudah tertaut pada {other}."]})
            values = {"oidc_issuer": issuer if subject else None, "oidc_subject": subject or None}
            db.execute(update(account).filter_by(id=person.id).values(**values))
            sessions.end_all(db, person.id)
            self._renewed(db, person.id, now)
            self._note(db, by, now, "link_provider", username, "Tautan ke penyedia identitas diubah")

    def _renewed(self, db: Session, identifier: uuid.UUID, now: datetime) -> None:
        """Others gave this account what it may or the way into it: until tomorrow it sees no hidden identity."""
        if is_open(db):
            db.execute(update(account).filter_by(id=identifier).values(renewed_at=now))

    def _note(self, db: Session, by: Actor, now: datetime, verb: str, subject: str, text: str, **details: Any) -> None:
        """The audit line, and the bells of whom it concerns."""
        second = {"confirmed_by": self._confirmed_by} if self._confirmed_by else {}
        _write(db, by, now, verb, subject, text, **details, **second)
        whose = f"{by.username} dan {self._confirmed_by}" if self._confirmed_by else by.username
        telling.tell_changed(db, now, subject, f"Akun {subject}: {text.lower()} oleh {whose}.", but=by.username)


def _facts(data: Mapping[str, Any]) -> dict[str, str]:
    """What is said of position, rank and NIP; a wish of the release before says nothing of them."""
    return {name: data[name] for name in FACTS if name in data}


_ACTIVE = {True: "Akun dibuka kembali", False: "Akun ditutup"}


def find(db: Session, username: str, *, lock: bool = False) -> Row[Any]:
    """One account, its row locked until the transaction ends where asked; raises Missing."""
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


def _write(db: Session, by: Actor, now: datetime, verb: str, subject: str, text: str, **details: Any) -> None:
    trail.note(db, now, (by.username, by.name), by.address, verb, subject, text, **details)
