"""Sign-in, once for the four services: every service offers the pages, the session holds for all of them.

After the password come the steps that are due: the code of the authenticator, a new password, setting it up.
"""

from __future__ import annotations

import segno
from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask import session as page_session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.phrases import phrase
from services.shared.staff.second_factor import Enrolment
from services.shared.staff.sessions import Opened, Stage
from services.shared.web import cookies
from services.shared.web.access import public
from services.shared.web.forms import Forms
from services.shared.web.service import current_service, staff_directory
from services.shared.web.session import go_on, onward_of, target, with_cookies
from services.shared.web.sign_in_verbs import CHOOSE_PASSWORD, ENROL, ENTER_CODE, RIGHTS, SIGN_IN, SIGN_OUT
from services.shared.web.tokens import token
from services.shared.web.verbs import add_pages

TOO_LATE = phrase("Waktu masuk habis. Ulangi dengan nama pengguna dan kata sandi.")

pages = Blueprint("sign_in", __name__)


@pages.get("/masuk")
@public
def show() -> str:
    """The form."""
    return _page(Forms())


def _page(forms: Forms) -> str:
    settings = current_service().settings
    provider = settings.oidc_label if settings.oidc_issuer else ""
    return render_template("sign_in.html", forms=forms, sign_in=SIGN_IN, next=target(), provider=provider)


def _gone(_: object) -> Response:
    """The browser forgets what it kept of us."""
    page_session.clear()
    flash(phrase("Anda sudah keluar."), "success")
    response = redirect(f"/{current_service().name}/masuk")
    cookies.forget(response, cookies.SESSION)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@pages.get("/masuk/kode")
@public
def ask_code() -> ResponseReturnValue:
    """Ask for the code."""
    return _code_page(Forms()) if _waits_for(Stage.CODE) else _restart()


@pages.get("/masuk/sandi")
@public
def ask_password() -> ResponseReturnValue:
    """Ask for a password of one's own."""
    return _password_page(Forms()) if _waits_for(Stage.PASSWORD) else _restart()


@pages.get("/masuk/pasang")
@public
def ask_enrolment() -> ResponseReturnValue:
    """Show the QR code to be scanned."""
    return _enrolment(Forms()) if _waits_for(Stage.ENROL) else _restart()


def qr_of(enrolment: Enrolment) -> str:
    """The QR code of an enrolment as an address that an image can show."""
    return segno.make(enrolment.uri, error="m").png_data_uri(scale=5, border=3)


def _waits_for(stage: Stage) -> bool:
    return staff_directory().entrance.stage(token(), clock.now()) == stage


def _code_page(forms: Forms) -> str:
    return render_template("sign_in_code.html", forms=forms, enter=ENTER_CODE, next=target())


def _password_page(forms: Forms) -> str:
    return render_template("sign_in_password.html", forms=forms, choose=CHOOSE_PASSWORD, next=target())


def _enrolment(forms: Forms) -> str:
    enrolment = staff_directory().entrance.enrolment(token(), current_service().office.name, clock.now())
    if enrolment is None:  # its time ran out in this very moment
        raise Stale(TOO_LATE)
    return render_template(
        "sign_in_enrol.html",
        forms=forms,
        enrol=ENROL,
        next=target(),
        secret=enrolment.secret,
        picture=qr_of(enrolment),
    )


def _onward(opened: Opened | None) -> Response:
    return go_on(opened, target()) if opened else _restart()


def _enrolled(done: tuple[Opened, list[str]] | None) -> Response:
    """The recovery codes, shown this once."""
    if done is None:
        return _restart()
    opened, codes = done
    person = staff_directory().who(opened.token, request.remote_addr or "", clock.now())
    page = render_template("recovery_codes.html", codes=codes, onward=onward_of(person, target()))
    return with_cookies(make_response(page), opened.token, person)


def _restart() -> Response:
    flash(TOO_LATE, "warning")
    return redirect(f"/{current_service().name}/masuk")


add_pages(pages, "", None, (SIGN_OUT,), RIGHTS, ways={"sign_out": _gone})
add_pages(pages, "/masuk", _page, (SIGN_IN,), RIGHTS, ways={"sign_in": _onward})
add_pages(pages, "/masuk/kode", _code_page, (ENTER_CODE,), RIGHTS, ways={"enter_code": _onward})
add_pages(pages, "/masuk/sandi", _password_page, (CHOOSE_PASSWORD,), RIGHTS, ways={"choose_password": _onward})
add_pages(pages, "/masuk/pasang", _enrolment, (ENROL,), RIGHTS, ways={"enrol": _enrolled})
