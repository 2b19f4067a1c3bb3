"""Sign-in for programs: the token that every change needs, the session, and whose it is."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, g, jsonify, request
from flask import session as page_session
from flask_smorest import Blueprint
from marshmallow import Schema, fields
from werkzeug.wrappers import Response as BaseResponse

from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.fields import secret, text
from services.shared.rights.people import Actor
from services.shared.staff.sessions import Opened, Stage
from services.shared.web import cookies, csrf
from services.shared.web.access import me, public, staff_only
from services.shared.web.service import staff_directory
from services.shared.web.session import origin, with_cookies
from services.shared.web.sign_in_verbs import RIGHTS, SIGN_IN, SIGN_OUT, WRONG
from services.shared.web.tokens import token
from services.shared.web.verbs import guarded

NEEDS_CODE = "Akun ini memakai kode OTP. Sertakan kode dari aplikasi autentikator."
BY_PAGE = "Akun ini perlu melengkapi langkah masuk di halaman masuk: ganti kata sandi atau pasang kode OTP."

api = Blueprint("session", __name__, description="Sign-in for programs")


class SignInSchema(Schema):
    """What a program signs in with; ``code`` where the account has a second factor."""

    username = text("Nama pengguna", 80)
    password = secret("Kata sandi")
    code = text("Kode", 20, optional=True)


class TokenAnswer(Schema):
    """The CSRF token of this session."""

    csrf_token = fields.String(required=True)
    username = fields.String(allow_none=True, metadata={"description": "Whose session it is; null: nobody's"})


class PersonAnswer(Schema):
    """The signed-in person."""

    username = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)


@api.get("/session")
@api.response(200, TokenAnswer)
@public
def csrf_token() -> Response:
    """The CSRF token, which every POST must carry in the header X-CSRFToken."""
    person: Actor | None = g.get("me")
    return jsonify(csrf_token=csrf.token(), username=person.username if person else None)


def _whole(opened: Opened, code: str) -> Opened:
    """The session once the second factor is shown, where it needs one; raises RuleBroken for what only pages offer."""
    if opened.stage == Stage.CODE:
        coded = staff_directory().entrance.by_code(opened.token, code, origin(), clock.now()) if code else None
        if coded is None:
            raise RuleBroken(NEEDS_CODE, {"code": [NEEDS_CODE]})
        opened = coded
    if opened.stage != Stage.FULL:
        raise RuleBroken(BY_PAGE, {"username": [BY_PAGE]})
    return opened


@api.post("/session")
@api.arguments(SignInSchema)
@api.response(200, TokenAnswer)
@partial(guarded, SIGN_IN, RIGHTS)
def enter_by_program(data: dict[str, Any]) -> BaseResponse:
    """Sign in; the answer sets the session cookie.

    422: wrong name, password or code, or a step that only the page offers.
    """
    entrance = staff_directory().entrance
    opened = entrance.by_password(data["username"], data["password"], origin(), clock.now())
    if opened is None:
        raise RuleBroken(WRONG, {"username": [WRONG]})
    opened = _whole(opened, data["code"])
    page_session.clear()
    person = staff_directory().who(opened.token, request.remote_addr or "", clock.now())
    name = person.username if person else None
    return with_cookies(jsonify(csrf_token=csrf.token(), username=name), opened.token, person)


@api.delete("/session")
@api.response(204)
@partial(guarded, SIGN_OUT, RIGHTS)
def leave_by_program() -> BaseResponse:
    """Sign out: the session ends in all services, and its cookie with it."""
    staff_directory().sign_out(token())
    page_session.clear()
    response = Response(status=204)
    cookies.forget(response, cookies.SESSION)
    return response


@api.get("/me")
@api.response(200, PersonAnswer)
@staff_only
def whoami() -> Response:
    """Who is signed in."""
    person = me()
    return jsonify(username=person.username, name=person.name, roles=sorted(person.roles))
