"""The steps after the password: the code of the authenticator, a new password, setting the authenticator up."""

from __future__ import annotations

from collections.abc import Callable

import segno
from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.staff.second_factor import Enrolment
from services.shared.staff.sessions import Stage
from services.shared.web.access import COOKIE, public
from services.shared.web.forms import Form
from services.shared.web.limits import limited
from services.shared.web.navigation import home
from services.shared.web.service import current_service, staff_directory
from services.shared.web.sign_in import PER_ADDRESS, go_on, origin, safe_target, this_session, with_cookie

PER_SESSION = "10 per 5 minutes"
WRONG_CODE = "Kode tidak cocok atau sudah dipakai. Ketik kode yang sedang tampil, atau satu kode cadangan."
TOO_LATE = "Waktu masuk habis. Ulangi dengan nama pengguna dan kata sandi."

pages = Blueprint("sign_in_steps", __name__)


def waiting(stage: Stage, page: Callable[[], str]) -> Response:
    """The page of a step, for a session that waits for it; else back to the beginning."""
    if staff_directory().entrance.stage(_token(), clock.now()) != stage:
        return _restart()
    return make_response(page())


@pages.get("/masuk/kode")
@public
def ask_code() -> Response:
    """Ask for the code."""
    return waiting(Stage.CODE, lambda: _code_page(Form()))


@pages.post("/masuk/kode")
@public
@limited(PER_ADDRESS)
@limited(PER_SESSION, this_session)
def take_code() -> Response:
    """The code, or a recovery code."""
    opened = staff_directory().entrance.by_code(_token(), request.form.get("code", ""), origin(), clock.now())
    if opened is not None:
        return go_on(opened, _target())
    form = Form(errors={"code": [WRONG_CODE]})
    answer = waiting(Stage.CODE, lambda: _code_page(form))
    answer.status_code = 422 if answer.status_code == 200 else answer.status_code
    return answer


@pages.get("/masuk/sandi")
@public
def ask_password() -> Response:
    """Ask for a password of one's own."""
    return waiting(Stage.PASSWORD, lambda: render_template("sign_in_password.html", form=Form(), next=_target()))


@pages.post("/masuk/sandi")
@public
@limited(PER_ADDRESS)
@limited(PER_SESSION, this_session)
def take_password() -> Response:
    """The new password, twice."""
    new = request.form.get("new", "")
    try:
        if new != request.form.get("again", ""):
            raise RuleBroken("Kedua kata sandi tidak sama.", {"again": ["Kedua kata sandi tidak sama."]})
        opened = staff_directory().entrance.by_new_password(_token(), new, origin(), clock.now())
    except RuleBroken as error:
        page = render_template("sign_in_password.html", form=Form(errors=error.fields), next=_target())
        return make_response(page, 422)
    return go_on(opened, _target()) if opened else _restart()


@pages.get("/masuk/pasang")
@public
def ask_enrolment() -> Response:
    """Show the QR code to be scanned."""
    return _enrolment(Form(), 200)


@pages.post("/masuk/pasang")
@public
@limited(PER_ADDRESS)
@limited(PER_SESSION, this_session)
def take_enrolment() -> Response:
    """The first code of the authenticator; shows the recovery codes once."""
    try:
        done = staff_directory().entrance.by_enrolment(_token(), request.form.get("code", ""), origin(), clock.now())
    except RuleBroken as error:
        return _enrolment(Form(errors=error.fields), 422)
    if done is None:
        return _restart()
    opened, codes = done
    person = staff_directory().who(opened.token, request.remote_addr or "", clock.now())
    page = render_template("recovery_codes.html", codes=codes, onward=_target() or home(person))
    return with_cookie(make_response(page), opened.token)


def qr_of(enrolment: Enrolment) -> str:
    """The QR code of an enrolment as an address that an image can show."""
    return segno.make(enrolment.uri, error="m").png_data_uri(scale=5, border=3)


def _enrolment(form: Form, status: int) -> Response:
    enrolment = staff_directory().entrance.enrolment(_token(), current_service().office.name, clock.now())
    if enrolment is None:
        return _restart()
    page = render_template(
        "sign_in_enrol.html", form=form, next=_target(), secret=enrolment.secret, picture=qr_of(enrolment)
    )
    return make_response(page, status)


def _code_page(form: Form) -> str:
    return render_template("sign_in_code.html", form=form, next=_target())


def _restart() -> Response:
    flash(TOO_LATE, "warning")
    return redirect(f"/{current_service().name}/masuk")


def _token() -> str:
    return request.cookies.get(COOKIE, "")


def _target() -> str | None:
    return safe_target(request.values.get("lanjut"))
