"""The verbs of signing in and out: name and password, the steps after them, and the way out."""

from __future__ import annotations

from functools import partial

from marshmallow import Schema

from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.fields import secret, text
from services.shared.phrases import phrase
from services.shared.rights.people import STAFF, Actor
from services.shared.rights.rights import Right, Rights
from services.shared.staff.sessions import Opened, Stage
from services.shared.unit_of_work import Service
from services.shared.verbs import Ask, Verb, Verbs
from services.shared.web import cookies
from services.shared.web.service import staff_directory
from services.shared.web.session import origin, this_session, typed_account
from services.shared.web.tokens import token

WRONG = phrase("Nama pengguna atau kata sandi tidak tepat. Setelah 10 kali salah, akun terkunci 15 menit.")
WRONG_CODE = phrase("Kode tidak cocok atau sudah dipakai. Ketik kode yang sedang tampil, atau satu kode cadangan.")
DIFFERENT = phrase("Kedua kata sandi tidak sama.")
PER_ADDRESS = ("60 per minute", cookies.caller)
PER_ACCOUNT = ("20 per 5 minutes", typed_account)
PER_SESSION = ("10 per 5 minutes", this_session)

_code = partial(text, "Kode", 20, optional=True, must=True)
_password = partial(secret, optional=True, must=True)


class NameAndPasswordSchema(Schema):
    """What a person types to sign in; what is left empty is as wrong as what is not right."""

    username = text(
        "Nama pengguna",
        80,
        optional=True,
        must=True,
        limits={},
        attributes={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = _password("Kata sandi")


class AnyCodeSchema(Schema):
    """A code of the authenticator, or a recovery code."""

    code = _code(
        hint="6 angka, atau satu kode cadangan",
        attributes={
            "autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none", "spellcheck": "false",
        }
    )  # fmt: skip


class CodeSchema(Schema):
    """The code that the authenticator shows."""

    code = _code(
        hint="6 angka yang sedang tampil",
        limits={"maxlength": 6},
        attributes={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class ChosenSchema(Schema):
    """A password of one's own, twice."""

    new = _password(
        "Kata sandi baru",
        hint="Paling sedikit 12 huruf; beberapa kata lebih baik daripada tanda-tanda aneh",
        attributes={"autocomplete": "new-password"},
    )
    again = _password("Sekali lagi", attributes={"autocomplete": "new-password"})


def enter(_service: Service, _visitor: Actor, *, username: str, password: str) -> Opened:
    """Name and password; raises RuleBroken where they are not right, without saying which."""
    opened = staff_directory().entrance.by_password(username, password, origin(), clock.now())
    if opened is None:
        raise RuleBroken(WRONG)
    return opened


def enter_code(_service: Service, _visitor: Actor, *, code: str) -> Opened | None:
    """The code, or a recovery code; None where no session waits for it, RuleBroken where it is wrong."""
    entrance = staff_directory().entrance
    opened = entrance.by_code(token(), code, origin(), clock.now())
    if opened is None and entrance.stage(token(), clock.now()) == Stage.CODE:
        raise RuleBroken(WRONG_CODE, {"code": [WRONG_CODE]})
    return opened


def choose_password(_service: Service, _visitor: Actor, *, new: str, again: str) -> Opened | None:
    """The new password, twice; None where no session waits for it, RuleBroken where it is weak."""
    if new != again:
        raise RuleBroken(DIFFERENT, {"again": [DIFFERENT]})
    return staff_directory().entrance.by_new_password(token(), new, origin(), clock.now())


def enrol(_service: Service, _visitor: Actor, *, code: str) -> tuple[Opened, list[str]] | None:
    """The first code of the authenticator; gives the recovery codes. None where no session waits for it."""
    return staff_directory().entrance.by_enrolment(token(), code, origin(), clock.now())


def sign_out(_service: Service, _person: Actor) -> None:
    """The session ends here and in all four services."""
    staff_directory().sign_out(token())


_Step = partial(Verb, alone=True, path="", limits=(PER_ADDRESS, PER_SESSION))
SIGN_IN = _Step(
    "sign_in",
    "Masuk",
    schema=NameAndPasswordSchema,
    action=enter,
    limits=(PER_ADDRESS, PER_ACCOUNT),
    ask=Ask("Masuk", busy="Memeriksa…"),
)
ENTER_CODE = _Step(
    "enter_code", "Mengetik kode OTP", schema=AnyCodeSchema, action=enter_code, ask=Ask("Masuk", busy="Memeriksa…")
)
CHOOSE_PASSWORD = _Step(
    "choose_password",
    "Membuat kata sandi sendiri",
    schema=ChosenSchema,
    action=choose_password,
    ask=Ask("Simpan dan lanjutkan"),
)
ENROL = _Step("enrol", "Memasang kode OTP", schema=CodeSchema, action=enrol, ask=Ask("Pasang", busy="Memeriksa…"))
SIGN_OUT = Verb("sign_out", "Keluar", schema=Schema, action=sign_out, alone=True, path="/keluar")
STEPS = (SIGN_IN, ENTER_CODE, CHOOSE_PASSWORD, ENROL)  # by whoever is not signed in yet
RIGHTS = Rights((*(Right(step.name, STAFF, public=True) for step in STEPS), Right("sign_out", STAFF)))
SIGNING_IN = Verbs(RIGHTS, (*STEPS, SIGN_OUT), "Masuk dan keluar")
