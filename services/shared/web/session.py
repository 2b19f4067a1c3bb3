"""What a request says of its session while somebody signs in, and where the way leads on."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from flask import redirect, request
from flask import session as page_session
from werkzeug.wrappers import Response

from services.shared.calendar import clock
from services.shared.rights.people import Actor
from services.shared.staff.sessions import Opened, Origin, Stage
from services.shared.web import access, cookies, tokens
from services.shared.web.navigation import STARTS, home
from services.shared.web.service import current_service, staff_directory
from services.shared.web.tokens import token

PATHS = {Stage.CODE: "masuk/kode", Stage.PASSWORD: "masuk/sandi", Stage.ENROL: "masuk/pasang"}


def typed_account() -> str:
    """The account that a request names, by whom: a stranger who tries it stops nobody else from signing in."""
    given = (request.get_json(silent=True) or {}) if request.is_json else request.form
    name = given.get("username", "") if hasattr(given, "get") else ""
    return f"account:{str(name).strip().lower()[:80]}:{cookies.caller()}"


def this_session() -> str:
    """The session that a step belongs to, or the address without one: throttles of the steps count per session."""
    return f"session:{token()[:80] or cookies.caller()}"


def origin() -> Origin:
    """From where this request comes."""
    return Origin(request.remote_addr or "", request.headers.get("User-Agent", ""), cookies.devices())


def go_on(opened: Opened, onward: str | None) -> Response:
    """To the next step, or to the person's work; the page's own session is renewed too, so that nothing was fixed."""
    if opened.stage != Stage.FULL:
        query = f"?{urlencode({'lanjut': onward})}" if onward else ""
        answer = redirect(f"/{current_service().name}/{PATHS[opened.stage]}{query}")
        tokens.give(answer, opened.token, signed_in=False)
        return answer
    page_session.clear()
    person = staff_directory().who(opened.token, request.remote_addr or "", clock.now())
    return with_cookies(redirect(onward_of(person, onward)), opened.token, person)


def onward_of(person: Actor | None, wanted: str | None) -> str:
    """The page that was asked for before signing in, else *Pekerjaan saya*; whether the person may open it, the service
    says, which knows its pages (``access.py``).

    The first page of a service is nobody's wish: it stands for the office's address. Of other services' pages none was
    asked for here: each asks to sign in by itself.
    """
    name = current_service().name
    if person is None:
        return f"/{name}/masuk"
    if wanted is None or wanted in STARTS or not urlsplit(wanted).path.startswith(f"/{name}/"):
        return home(name)
    page_session[access.ONWARD] = wanted
    return wanted


def with_cookies(response: Response, value: str, person: Actor | None) -> Response:
    """The response with the cookies of a session; who is signed in with it is remembered on this device."""
    tokens.give(response, value, signed_in=True)
    if person is not None:
        cookies.remember_device(response, person.username)
    return response


def target() -> str | None:
    """Where this request wants to go on to after signing in."""
    return safe_target(request.values.get("lanjut"))


def safe_target(target: str | None) -> str | None:
    """A path on this very site, or None (no open redirect)."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if any(ord(char) < 0x20 for char in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
