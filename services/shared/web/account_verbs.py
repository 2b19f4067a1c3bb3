"""The verbs of one's own account: sessions, password and authenticator."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from marshmallow import Schema

from services.shared.calendar import clock
from services.shared.errors import Missing, RuleBroken
from services.shared.fields import secret
from services.shared.rights.people import STAFF, Actor
from services.shared.rights.rights import Right, Rights
from services.shared.unit_of_work import Service
from services.shared.verbs import Ask, Verb, Verbs
from services.shared.web.service import staff_directory
from services.shared.web.session import token
from services.shared.web.sign_in_verbs import DIFFERENT, PER_SESSION, CodeSchema

_new = partial(secret, width=6, attributes={"autocomplete": "new-password"})


class NewPasswordSchema(Schema):
    """The present password, and the new one twice."""

    old = secret("Kata sandi sekarang")
    new = _new("Kata sandi baru", hint="Paling sedikit 12 huruf. Semua sesi lain diakhiri.")
    again = _new("Sekali lagi")


class PasswordSchema(Schema):
    """The present password, as a word for something that matters."""

    password = secret("Kata sandi sekarang", width=6)


def end_session(_service: Service, me: Actor, session_id: UUID) -> None:
    """End one of my sessions (a phone that was left somewhere)."""
    if not staff_directory().end_session(me, session_id, clock.now()):
        raise Missing("Sesi ini sudah berakhir.")


def change_password(_service: Service, me: Actor, *, old: str, new: str, again: str) -> None:
    """Change my password; my other sessions end."""
    if new != again:
        raise RuleBroken(DIFFERENT, {"again": [DIFFERENT]})
    staff_directory().accounts.change_own_password(me, old, new, token(), clock.now())


def enrol_anew(_service: Service, me: Actor, *, code: str) -> list[str]:
    """The first code of the authenticator; gives the recovery codes, to be shown once."""
    return staff_directory().accounts.confirm_factor(me, code, token(), clock.now())


def renew_codes(_service: Service, me: Actor, *, password: str) -> list[str]:
    """New recovery codes in place of the old ones."""
    return staff_directory().accounts.renew_codes(me, password, clock.now())


_Own = partial(Verb, alone=True, limits=(PER_SESSION,))
ENROL_ANEW = _Own(
    "enrol_anew",
    "Memasang kode masuk pada ponsel lain",
    schema=CodeSchema,
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
        schema=PasswordSchema,
        action=renew_codes,
        path="/recovery-codes",
        ask=Ask("Buat baru", "Buat kode cadangan baru…", "Kode cadangan yang lama tidak berlaku lagi."),
    ),
)
RIGHTS = Rights(Right(row.name, STAFF) for row in (*ON_PAGE, ENROL_ANEW))
OWN_ACCOUNT = Verbs(RIGHTS, (*ON_PAGE, ENROL_ANEW), "Akun sendiri")
