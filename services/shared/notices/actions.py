"""What is done with notices: read in one's own bell, sent again, tried over a channel by those who run the office."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema
from sqlalchemy import Row

from services.shared.calendar import clock
from services.shared.errors import Missing, Stale
from services.shared.fields import choice, flag, secret, text
from services.shared.notices import bell, posting, rows
from services.shared.notices.posting import OUTSIDE, Via
from services.shared.rights.people import Actor
from services.shared.staff.own_account import OwnAccount, Proof
from services.shared.unit_of_work import Service, Work

UNKNOWN = "Pemberitahuan ini tidak ada."


class SummarySchema(Schema):
    """Where the daily summary goes, and whether it is wanted."""

    email = fields.Email(
        load_default="",
        validate=validate.Length(max=200),
        error_messages={"invalid": "Tulis alamat e-mail seperti nama@contoh.go.id."},
        metadata={
            "title": "Alamat e-mail", "hint": "Untuk ringkasan, dan bila akun Anda berubah",
            "kind": "email", "limits": {"maxlength": 200},
        },
    )  # fmt: skip
    digest = flag("Kirimi saya ringkasan harian")
    password = secret("Kata sandi sekarang", optional=True, hint="Hanya bila alamat e-mail diganti", width=6)
    proof = text(
        "Kode OTP sekarang",
        20,
        optional=True,
        hint="Bila kode OTP terpasang: dari ponsel, atau satu kode cadangan",
        width=6,
    )

    @validates_schema
    def _reachable(self, data: dict[str, Any], **_: Any) -> None:
        if data["digest"] and not data["email"]:
            raise ValidationError("Tulis alamat e-mail untuk ringkasan harian.", "email")


class TestMessageSchema(Schema):
    """A test message: over which channel, and to whom."""

    __test__ = False
    via = choice("Saluran", "channels")
    to = text("Tujuan", 200, 5, width=6, hint="Alamat e-mail, atau nomor seperti +6281234567890. Disimpan terenkripsi.")

    @validates_schema
    def _fits(self, data: dict[str, Any], **_: Any) -> None:
        number = data["to"].removeprefix("+").replace(" ", "").replace("-", "")
        if data["via"] not in OUTSIDE:
            raise ValidationError("Pilih dari daftar.", "via")
        if data["via"] == Via.EMAIL and "@" not in data["to"]:
            raise ValidationError("Tulis alamat e-mail.", "to")
        if data["via"] != Via.EMAIL and not number.isdigit():
            raise ValidationError("Tulis nomor dengan kode negara, misalnya +6281234567890.", "to")


def read_notice(service: Service, me: Actor, notice_id: uuid.UUID) -> Row[Any]:
    """Read; returns the notice. Raises Missing where it is not this person's."""
    return _mark(service, me, notice_id, clock.now())


def unread_notice(service: Service, me: Actor, notice_id: uuid.UUID) -> Row[Any]:
    """Not read yet after all."""
    return _mark(service, me, notice_id, None)


def _mark(service: Service, me: Actor, notice_id: uuid.UUID, at: datetime | None) -> Row[Any]:
    with service.staff.transaction() as session:
        row = bell.mark(session, me.username, notice_id, at)
    if row is None:
        raise Missing(UNKNOWN)
    return row


def read_all_notices(service: Service, me: Actor) -> int:
    """Everything is read; returns how many notices that were."""
    with service.staff.transaction() as session:
        return bell.mark_all(session, me.username, clock.now())


def choose_summary(service: Service, me: Actor, *, email: str, digest: bool, password: str, proof: str) -> None:
    """The daily summary, on or off, and where it goes: to another address only with password and code."""
    OwnAccount.of(service).choose_summary(me, Proof(password, proof), email, clock.now(), digest=digest)


def send_again(work: Work, notice_id: uuid.UUID) -> None:
    """Send a failed notice again under its old id; raises Stale where it has not failed (any more)."""
    row = rows.send_again(work.session, notice_id, work.now)
    if row is None:
        raise Stale("Pemberitahuan ini tidak sedang gagal; mungkin sudah dikirim lagi.")
    work.audit("send_again", row.subject, "Pemberitahuan dikirim lagi", story=False, kind=row.kind, via=row.channel)


def test_channel(work: Work, *, via: str, to: str) -> None:
    """A test message is a notice like any other; its address is kept encrypted."""
    posting.post(
        work,
        kind="test",
        subject="pesan uji",
        recipient="test",
        occasion=str(uuid.uuid4()),
        text=f"Pesan uji dari Sigap, {work.office.name}, {clock.date_time(work.now)}.",
        via=Via(via),
        address=work.service.vault.encrypt(to),
    )
    work.audit("test_channel", via, "Pesan uji dikirim", story=False)
