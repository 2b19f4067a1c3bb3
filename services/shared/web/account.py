"""*Akun saya*: one's sessions, password and authenticator. Mounted once, at the front desk's service."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.shared.calendar import clock
from services.shared.errors import Missing, RuleBroken
from services.shared.staff.sessions import hash_of
from services.shared.web.access import COOKIE, me, staff_only
from services.shared.web.forms import Form, required_text, submit
from services.shared.web.limits import limited
from services.shared.web.service import current_service, staff_directory
from services.shared.web.sign_in import this_session
from services.shared.web.sign_in_steps import PER_SESSION, qr_of

pages = Blueprint("account", __name__)


class NewPasswordSchema(Schema):
    """The present password, and the new one twice."""

    old = required_text(200)
    new = required_text(200)
    again = required_text(200)


class CodeSchema(Schema):
    """The code that the authenticator shows."""

    code = required_text(20)


class PasswordSchema(Schema):
    """The present password, as a word for something that matters."""

    password = required_text(200)


@pages.get("/account")
@staff_only
def show() -> str:
    """Sessions, password, authenticator."""
    return _page(Form())


@pages.post("/account/sessions/<uuid:session_id>/end")
@staff_only
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of my sessions (a phone that was left somewhere)."""
    if not staff_directory().end_session(me(), session_id, clock.now()):
        raise Missing("Sesi ini sudah berakhir.")
    flash("Sesi itu sudah diakhiri.", "success")
    return redirect(url_for("account.show"))


@pages.post("/account/password")
@staff_only
@limited(PER_SESSION, this_session)
def change_password() -> ResponseReturnValue:
    """Change my password; my other sessions end."""

    def act(data: dict[str, str]) -> bool:
        if data["new"] != data["again"]:
            raise RuleBroken("Kedua kata sandi tidak sama.", {"again": ["Kedua kata sandi tidak sama."]})
        staff_directory().accounts.change_own_password(me(), data["old"], data["new"], _token(), clock.now())
        return True

    done, form = submit(NewPasswordSchema(), act)
    if done is None:
        return _page(Form(errors=form.errors)), 422  # what was typed is secret: it does not come back
    flash("Kata sandi diganti. Semua sesi lain diakhiri.", "success")
    return redirect(url_for("account.show"))


@pages.get("/account/authenticator")
@staff_only
def enrol() -> str:
    """Set up an authenticator (anew)."""
    return _enrolment(Form())


@pages.post("/account/authenticator")
@staff_only
@limited(PER_SESSION, this_session)
def confirm() -> ResponseReturnValue:
    """The first code of the authenticator; shows the recovery codes once."""
    codes, form = submit(
        CodeSchema(),
        lambda data: staff_directory().accounts.confirm_factor(me(), data["code"], _token(), clock.now()),
    )
    return _codes(codes) if codes else (_enrolment(Form(errors=form.errors)), 422)


@pages.post("/account/recovery-codes")
@staff_only
@limited(PER_SESSION, this_session)
def renew_codes() -> ResponseReturnValue:
    """New recovery codes in place of the old ones."""
    codes, form = submit(
        PasswordSchema(), lambda data: staff_directory().accounts.renew_codes(me(), data["password"], clock.now())
    )
    return _codes(codes) if codes else (_page(Form(errors=form.errors)), 422)


def _codes(codes: list[str]) -> str:
    return render_template("recovery_codes.html", codes=codes, onward=url_for("account.show"))


def _enrolment(form: Form) -> str:
    enrolment = staff_directory().accounts.begin_factor(me(), current_service().office.name)
    return render_template("account_authenticator.html", form=form, secret=enrolment.secret, picture=qr_of(enrolment))


def _page(form: Form) -> str:
    directory, person = staff_directory(), me()
    account = directory.accounts.one(person.username)
    present = hash_of(_token())
    sessions = [
        {"id": row.id, "agent": device_of(row.agent), "address": row.address, "since": row.created_at,
         "seen": row.seen_at, "present": row.token_hash == present}
        for row in directory.sessions_of(person, clock.now())
    ]  # fmt: skip
    return render_template(
        "account.html",
        form=form,
        sessions=sessions,
        enrolled=account.totp_token is not None,
        codes_left=directory.recovery_codes_left(person),
        provider=account.oidc_issuer,
    )


def device_of(agent: str) -> str:
    """Browser and system in words that their owner recognises."""
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    browsers = (("Firefox", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    system = next((name for name in systems if name in agent), "")
    browser = next((name for mark, name in browsers if mark in agent), "")
    return f"{browser} di {system}" if browser and system else browser or system or "Program"


def _token() -> str:
    return request.cookies.get(COOKIE, "")
