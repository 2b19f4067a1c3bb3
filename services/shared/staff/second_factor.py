"""The second factor: one-time codes of an authenticator (TOTP, RFC 6238), and recovery codes, each for one use."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyotp
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.orm import Session

from services.shared.encryption.vault import Vault
from services.shared.errors import RuleBroken
from services.shared.phrases import phrase
from services.shared.rights.people import Role
from services.shared.staff.tables import account, recovery_code

REQUIRED_OF = frozenset({Role.CAMAT, Role.REGISTRAR, Role.ADMIN})
STEP = 30  # seconds that a code counts; the one before and the one after are taken too
CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is easily misread


@dataclass(frozen=True)
class Enrolment:
    """A secret that waits for its first code; ``uri`` is what the QR code holds."""

    secret: str
    uri: str


class SecondFactor:
    """Enrols, checks and removes; the secret lies encrypted, recovery codes as keyed fingerprints."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    def begin(self, db: Session, person: Row[Any], issuer: str, session: str) -> Enrolment:
        """The secret to enrol; asked again by the same session before the first code, it is the same one.

        ``session`` is the hash of its token: a secret that somebody else has seen in another session confirms nothing.
        """
        if person.totp_pending is None or person.totp_pending_for != session:
            secret = pyotp.random_base32()
            values = {"totp_pending": self.vault.encrypt(secret), "totp_pending_for": session}
            db.execute(update(account).filter_by(id=person.id).values(**values))
        else:
            secret = self.vault.decrypt(person.totp_pending)
        return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=issuer))

    def confirm(self, db: Session, person: Row[Any], code: str, now: datetime, session: str) -> list[str]:
        """The first code is right: from now on one is asked. Returns the recovery codes; raises RuleBroken."""
        step = None
        if person.totp_pending is not None and person.totp_pending_for == session:
            step = _step_of(self.vault.decrypt(person.totp_pending), code, now, 0)
        if step is None:
            raise RuleBroken(
                phrase("Kode tidak cocok. Periksa jam ponsel, lalu ketik kode yang sedang tampil."), _FIELD
            )
        cleared = {"totp_pending": None, "totp_pending_for": None}
        values = {"totp_token": person.totp_pending, "totp_step": step} | cleared
        db.execute(update(account).filter_by(id=person.id).values(**values))
        return self.renew_codes(db, person.id)

    def check(self, db: Session, person: Row[Any], code: str, now: datetime) -> str | None:
        """``code`` or ``recovery`` by what was right and is spent now; None where it is wrong or was used before."""
        typed = code.strip().lower().replace(" ", "")
        if person.totp_token is None:
            return None
        step = _step_of(self.vault.decrypt(person.totp_token), typed, now, person.totp_step)
        if step is not None:
            db.execute(update(account).filter_by(id=person.id).values(totp_step=step))
            return "code"
        return "recovery" if self._spend(db, person.id, typed.replace("-", ""), now) else None

    def _spend(self, db: Session, account_id: uuid.UUID, code: str, now: datetime) -> bool:
        """Whether it is a recovery code of theirs that was not used before; it is from now on."""
        fingerprints = self.vault.indices(f"recovery:{account_id}:{code}")
        spent = (
            update(recovery_code)
            .where(recovery_code.c.fingerprint.in_(fingerprints), recovery_code.c.account_id == account_id)
            .where(recovery_code.c.used_at.is_(None))
            .values(used_at=now)
        )
        return bool(db.execute(spent).rowcount)  # type: ignore[attr-defined]

    def renew_codes(self, db: Session, account_id: uuid.UUID) -> list[str]:
        """Ten new recovery codes in place of the old ones; this is the only time that they can be read."""
        db.execute(delete(recovery_code).filter_by(account_id=account_id))
        codes = ["".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(CODES)]
        rows = [
            {"fingerprint": self.vault.index(f"recovery:{account_id}:{code}"), "account_id": account_id}
            for code in codes
        ]
        db.execute(insert(recovery_code), rows)
        return [f"{code[:5]}-{code[5:]}" for code in codes]

    def remove(self, db: Session, account_id: uuid.UUID) -> None:
        """Take the second factor away: a lost phone without recovery codes (the administrator), or a new one."""
        db.execute(delete(recovery_code).filter_by(account_id=account_id))
        db.execute(update(account).filter_by(id=account_id).values(totp_token=None, totp_pending=None, totp_step=0))


def codes_left(db: Session, account_id: uuid.UUID) -> int:
    """How many recovery codes are not used yet."""
    count = select(func.count()).select_from(recovery_code).filter_by(account_id=account_id, used_at=None)
    return db.execute(count).scalar_one()


def all_codes_left(db: Session) -> int:
    """How many recovery codes of everybody are not used yet."""
    return db.execute(select(func.count()).select_from(recovery_code).filter_by(used_at=None)).scalar_one()


def is_required(roles: list[str], *, demo: bool) -> bool:
    """Whether these roles must have a second factor; in the demonstration nobody must."""
    return not demo and bool(REQUIRED_OF.intersection(roles))


def _step_of(secret: str, code: str, now: datetime, last: int) -> int | None:
    """The time step whose code this is, later than the last one used; None where there is none (a replay too)."""
    if not (code.isascii() and code.isdigit()):
        return None
    totp, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP
    for step in (present - 1, present, present + 1):
        if step > last and secrets.compare_digest(totp.at(step * STEP), code):
            return step
    return None


_FIELD = {"code": ["Kode tidak cocok. Periksa jam ponsel, lalu ketik kode yang sedang tampil."]}
