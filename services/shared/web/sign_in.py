"""Sign-in, once for the four services: every service offers the page, the session holds for all of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, render_template, request
from flask_limiter import Limiter
from flask_smorest import Blueprint as ApiBlueprint
from flask_wtf.csrf import generate_csrf
from marshmallow import Schema
from werkzeug.wrappers import Response as BaseResponse

from services.shared import clock
from services.shared.errors import RuleBroken
from services.shared.staff.directory import Directory
from services.shared.web.access import COOKIE, me, public, staff_only
from services.shared.web.forms import Form, flat_values, required_text
from services.shared.web.navigation import home
from services.shared.web.service import current_service

WRONG = "Nama pengguna atau kata sandi tidak tepat. Setelah 10 kali salah, akun terkunci 15 menit."
PER_ACCOUNT = "20 per 5 minutes"
PER_ADDRESS = "60 per minute"


class SignInSchema(Schema):
    """What a person types to sign in."""

    username = required_text(80)
    password = required_text(200)


def blueprint(directory: Directory, limiter: Limiter) -> Blueprint:
    """The sign-in and sign-out pages."""
    pages = Blueprint("sign_in", __name__)

    @pages.get("/masuk")
    @public
    def show() -> str:
        return render_template("sign_in.html", form=Form(), next=_safe(request.args.get("lanjut")))

    @pages.post("/masuk")
    @limiter.limit(PER_ADDRESS)
    @limiter.limit(PER_ACCOUNT, key_func=_account)
    @public
    def enter() -> BaseResponse:
        target = _safe(request.values.get("lanjut"))
        token = _open(directory, request.form.get("username", ""), request.form.get("password", ""))
        if token is None:
            values = {k: v for k, v in flat_values(request.form).items() if k != "password"}
            page = render_template("sign_in.html", form=Form(values, {"": [WRONG]}), next=target)
            return make_response(page, 422)
        person = directory.who(token, request.remote_addr or "", clock.now())
        return _with_cookie(redirect(target or home(person)), token)

    @pages.post("/keluar")
    @staff_only
    def leave() -> BaseResponse:
        directory.sign_out(request.cookies.get(COOKIE, ""))
        flash("Anda sudah keluar.", "success")
        response = redirect(f"/{current_service().name}/masuk")
        response.delete_cookie(COOKIE, path="/")
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    return pages


def api(directory: Directory, limiter: Limiter) -> ApiBlueprint:
    """Sign-in for programs: ``POST session`` gives the cookie and the token for the ``X-CSRFToken`` header."""
    part = ApiBlueprint("session", __name__, description="Sign-in for programs")

    @part.get("/session")
    @public
    def token() -> Response:
        """The CSRF token, which every POST must carry in the header X-CSRFToken."""
        return jsonify(csrf_token=generate_csrf())

    @part.post("/session")
    @part.arguments(SignInSchema)
    @limiter.limit(PER_ADDRESS)
    @limiter.limit(PER_ACCOUNT, key_func=_account)
    @public
    def enter(data: dict[str, Any]) -> BaseResponse:
        """Sign in; the answer sets the session cookie."""
        session = _open(directory, data["username"], data["password"])
        if session is None:
            raise RuleBroken(WRONG, {"username": [WRONG]})
        return _with_cookie(jsonify(csrf_token=generate_csrf()), session)

    @part.get("/me")
    @staff_only
    def whoami() -> Response:
        """Who is signed in."""
        person = me()
        return jsonify(username=person.username, name=person.name, roles=sorted(person.roles))

    return part


def _open(directory: Directory, username: str, password: str) -> str | None:
    agent = request.headers.get("User-Agent", "")
    return directory.sign_in(username, password, request.remote_addr or "", agent, clock.now())


def _with_cookie(response: BaseResponse, token: str) -> BaseResponse:
    secure = current_service().settings.secure
    response.set_cookie(COOKIE, token, path="/", httponly=True, samesite="Lax", secure=secure)
    return response


def _account() -> str:
    given = (request.get_json(silent=True) or {}) if request.is_json else request.form
    name = given.get("username", "") if hasattr(given, "get") else ""
    return f"account:{str(name).strip().lower()[:80]}"


def _safe(target: str | None) -> str | None:
    """A path on this very site, or None (no open redirect)."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
