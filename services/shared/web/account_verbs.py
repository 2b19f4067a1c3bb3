"""The verbs of one's own account: sessions, password and authenticator."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from marshmallow import Schema

from services.shared.calendar import clock
from services.shared.errors import Missing, RuleBroken
from services.shared.fields import secret, text
from services.shared.rights.people import STAFF, Actor
from services.shared.rights.rights import Right, Rights
from services.shared.staff.own_account import Proof
from services.shared.unit_of_work import Service
from services.shared.verbs import Ask, Verb, Verbs
from services.shared.web.service import staff_directory
from services.shared.web.sign_in_verbs import DIFFERENT, PER_SESSION
from services.shared.web.tokens import token

_new = partial(secret, width=6, attributes={"autocomplete": "new-password"})


class ProvenSchema(Schema):
    """That it is really this person: asked before everything that changes who somebody is."""

    password = secret("Kata sandi sekarang", width=6, attributes={"autocomplete": "current-password"})
    proof = text(
        "Kode OTP sekarang",
        20,
        optional=True,
        must=True,
        width=6,
        hint="Dari ponsel yang terpasang, atau satu kode cadangan",
        attributes={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


class NewPasswordSchema(ProvenSchema):
    """The proof, and the new password twice."""

    new = _new("Kata sandi baru", hint="Paling sedikit 12 huruf. Semua sesi lain diakhiri.")
    again = _new("Sekali lagi")


class NewCodeSchema(ProvenSchema):
    """The proof, and the code that the new authenticator shows."""

    code = text(
        "Kode dari ponsel baru",
        20,
        optional=True,
        must=True,
        hint="6 angka yang sedang tampil",
        limits={"maxlength": 6},
        attributes={"autocomplete": "off", "inputmode": "numeric"},
    )


def end_session(_service: Service, me: Actor, session_id: UUID) -> None:
    """End one of my sessions (a phone that was left somewhere)."""
    if not staff_directory().end_session(me, session_id, clock.now()):
        raise Missing("Sesi ini sudah berakhir.")


def change_password(_service: Service, me: Actor, *, password: str, proof: str, new: str, again: str) -> None:
    """Change my password; my other sessions end."""
    if new != again:
        raise RuleBroken(DIFFERENT, {"again": [DIFFERENT]})
    staff_directory().own.change_password(me, Proof(password, proof), new, token(), clock.now())


def enrol_anew(_service: Service, me: Actor, *, password: str, proof: str, code: str) -> list[str]:
    """The first code of the new authenticator; gives the recovery codes, to be shown once."""
    return staff_directory().own.confirm_factor(me, Proof(password, proof), code, token(), clock.now())


def renew_codes(_service: Service, me: Actor, *, password: str, proof: str) -> list[str]:
    """New recovery codes in place of the old ones."""
    return staff_directory().own.renew_codes(me, Proof(password, proof), clock.now())


_Own = partial(Verb, alone=True, limits=(PER_SESSION,))
ENROL_ANEW = _Own(
    "enrol_anew",
    "Memasang kode OTP pada ponsel lain",
    schema=NewCodeSchema,
    action=enrol_anew,
    path="",
    ask=Ask("Pasang", busy="Memeriksa…"),
)
ON_PAGE = (
    _Own(
        "end_session",
        "Mengakhiri sesi lain",
        schema=Schema,
        action=end_session,
        path="/sessions/<uuid:session_id>/end",
        limits=(),
        said="Sesi itu sudah diakhiri.",
        ask=Ask("Akhiri sesi ini"),
    ),
    _Own(
        "change_password",
        "Mengganti kata sandi",
        schema=NewPasswordSchema,
        action=change_password,
        path="/password",
        said="Kata sandi diganti. Semua sesi lain diakhiri.",
        ask=Ask("Ganti kata sandi"),
    ),
    _Own(
        "renew_codes",
        "Membuat kode cadangan",
        schema=ProvenSchema,
        action=renew_codes,
        path="/recovery-codes",
        ask=Ask("Buat baru", "Buat kode cadangan baru…", "Kode cadangan yang lama tidak berlaku lagi."),
    ),
)
RIGHTS = Rights(Right(row.name, STAFF) for row in (*ON_PAGE, ENROL_ANEW))
OWN_ACCOUNT = Verbs(RIGHTS, (*ON_PAGE, ENROL_ANEW), "Akun sendiri")
