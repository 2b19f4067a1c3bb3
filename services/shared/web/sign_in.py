"""Sign-in, once for the four services: every service offers the pages, the session holds for all of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, render_template, request
from flask import session as page_session
from flask_smorest import Blueprint as ApiBlueprint
from flask_wtf.csrf import generate_csrf
from marshmallow import Schema, fields
from werkzeug.wrappers import Response as BaseResponse

from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.staff.sessions import Opened, Origin, Stage
from services.shared.web.access import COOKIE, me, public, staff_only
from services.shared.web.forms import Form, flat_values, optional_text, required_text
from services.shared.web.limits import limited
from services.shared.web.navigation import home
from services.shared.web.service import current_service, staff_directory

WRONG = "Nama pengguna atau kata sandi tidak tepat. Setelah 10 kali salah, akun terkunci 15 menit."
NEEDS_CODE = "Akun ini memakai kode masuk. Sertakan kode dari aplikasi autentikator."
BY_PAGE = "Akun ini perlu melengkapi langkah masuk di halaman masuk: ganti kata sandi atau pasang kode masuk."
PER_ACCOUNT = "20 per 5 minutes"
PER_ADDRESS = "60 per minute"
PATHS = {Stage.CODE: "masuk/kode", Stage.PASSWORD: "masuk/sandi", Stage.ENROL: "masuk/pasang"}

pages = Blueprint("sign_in", __name__)
api = ApiBlueprint("session", __name__, description="Sign-in for programs")


class SignInSchema(Schema):
    """What a person types to sign in; ``code`` where the account has a second factor."""

    username = required_text(80)
    password = required_text(200)
    code = optional_text(20)


class TokenAnswer(Schema):
    """The CSRF token of this session."""

    csrf_token = fields.String(required=True)


class PersonAnswer(Schema):
    """The signed-in person."""

    username = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)


def typed_account() -> str:
    """The account that a request names: throttles count per account as well as per address."""
    given = (request.get_json(silent=True) or {}) if request.is_json else request.form
    name = given.get("username", "") if hasattr(given, "get") else ""
    return f"account:{str(name).strip().lower()[:80]}"


def this_session() -> str:
    """The session that a step belongs to, or the address without one: throttles of the steps count per session."""
    return f"session:{request.cookies.get(COOKIE, '')[:80] or request.remote_addr}"


def origin() -> Origin:
    """From where this request comes."""
    return Origin(request.remote_addr or "", request.headers.get("User-Agent", ""))


@pages.get("/masuk")
@public
def show() -> str:
    """The form."""
    provider = current_service().settings.oidc_label if current_service().settings.oidc_issuer else ""
    return render_template("sign_in.html", form=Form(), next=safe_target(request.args.get("lanjut")), provider=provider)


@pages.post("/masuk")
@public
@limited(PER_ADDRESS)
@limited(PER_ACCOUNT, typed_account)
def enter() -> BaseResponse:
    """Name and password."""
    target = safe_target(request.values.get("lanjut"))
    typed = request.form.get("username", ""), request.form.get("password", "")
    opened = staff_directory().entrance.by_password(*typed, origin(), clock.now())
    if opened is None:
        values = {k: v for k, v in flat_values(request.form).items() if k != "password"}
        page = render_template("sign_in.html", form=Form(values, {"": [WRONG]}), next=target)
        return make_response(page, 422)
    return go_on(opened, target)


@pages.post("/keluar")
@staff_only
def leave() -> BaseResponse:
    """Sign out: the session ends here and in all four services, and the browser forgets what it kept of us."""
    staff_directory().sign_out(request.cookies.get(COOKIE, ""))
    page_session.clear()
    flash("Anda sudah keluar.", "success")
    response = redirect(f"/{current_service().name}/masuk")
    response.delete_cookie(COOKIE, path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@api.get("/session")
@api.response(200, TokenAnswer)
@public
def token() -> Response:
    """The CSRF token, which every POST must carry in the header X-CSRFToken."""
    return jsonify(csrf_token=generate_csrf())


@api.post("/session")
@api.arguments(SignInSchema)
@api.response(200, TokenAnswer)
@public
@limited(PER_ADDRESS)
@limited(PER_ACCOUNT, typed_account)
def enter_by_program(data: dict[str, Any]) -> BaseResponse:
    """Sign in; the answer sets the session cookie.

    422: wrong name, password or code, or a step that only the page offers.
    """
    entrance = staff_directory().entrance
    opened = entrance.by_password(data["username"], data["password"], origin(), clock.now())
    if opened is None:
        raise RuleBroken(WRONG, {"username": [WRONG]})
    if opened.stage == Stage.CODE:
        coded = entrance.by_code(opened.token, data["code"], origin(), clock.now()) if data["code"] else None
        if coded is None:
            raise RuleBroken(NEEDS_CODE, {"code": [NEEDS_CODE]})
        opened = coded
    if opened.stage != Stage.FULL:
        raise RuleBroken(BY_PAGE, {"username": [BY_PAGE]})
    page_session.clear()
    return with_cookie(jsonify(csrf_token=generate_csrf()), opened.token)


@api.get("/me")
@api.response(200, PersonAnswer)
@staff_only
def whoami() -> Response:
    """Who is signed in."""
    person = me()
    return jsonify(username=person.username, name=person.name, roles=sorted(person.roles))


def go_on(opened: Opened, target: str | None) -> BaseResponse:
    """To the next step, or to the person's work; the page's own session is renewed too, so that nothing was fixed."""
    if opened.stage != Stage.FULL:
        query = f"?{urlencode({'lanjut': target})}" if target else ""
        return with_cookie(redirect(f"/{current_service().name}/{PATHS[opened.stage]}{query}"), opened.token)
    page_session.clear()
    person = staff_directory().who(opened.token, request.remote_addr or "", clock.now())
    return with_cookie(redirect(target or home(person)), opened.token)


def with_cookie(response: BaseResponse, value: str) -> BaseResponse:
    """The response with the session's cookie."""
    secure = current_service().settings.secure
    response.set_cookie(COOKIE, value, path="/", httponly=True, samesite="Lax", secure=secure)
    return response


def safe_target(target: str | None) -> str | None:
    """A path on this very site, or None (no open redirect)."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if any(ord(char) < 0x20 for char in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
