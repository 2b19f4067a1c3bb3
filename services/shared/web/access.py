"""Who may open which route: deny by default. A route without a declared rule does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, g, redirect, request
from flask import session as page_session
from werkzeug.exceptions import Forbidden, Unauthorized

from services.shared.calendar import clock
from services.shared.errors import Forbidden as Shut
from services.shared.rights.conflicts import BARRED_WORDS
from services.shared.rights.people import STAFF, Actor, Role
from services.shared.staff.directory import Directory
from services.shared.web import tokens
from services.shared.web.navigation import home
from services.shared.web.service import current_service, in_sign_in_part

ONWARD = "onward"  # in the page's session: where somebody goes who has just signed in
View = TypeVar("View", bound=Callable[..., Any])


def allow(*roles: Role) -> Callable[[View], View]:
    """Declare the roles that may use a route. People alone: what the machine does itself has no address."""

    def mark(view: View) -> View:
        view.allowed = frozenset(roles) - {Role.SYSTEM}  # type: ignore[attr-defined]
        return view

    return mark


def staff_only(view: View) -> View:
    """Declare a route for every signed-in member of the staff."""
    return allow(*STAFF)(view)


def public(view: View) -> View:
    """Declare a route for everybody, without sign-in (tracking, survey, letter check, health)."""
    view.allowed = None  # type: ignore[attr-defined]
    return view


class NoRule(Exception):
    """A route has no declared rule; the service must not start."""


def guard(app: Flask, directory: Directory) -> None:
    """Enforce the rules before every request, and find out who is signed in."""

    @app.before_request
    def _check() -> Response | None:
        g.me = _signed_in(directory)
        view = current_app.view_functions.get(request.endpoint or "")
        onward = _just_came_in()
        if view is None:
            return redirect(home(app.name)) if onward else None  # type: ignore[return-value] # else 404 or 405 follows
        allowed: frozenset[Role] | None = getattr(view, "allowed", frozenset())
        # What everybody may see is the same for all; the sign-in part reads no case of anybody's.
        g.reads = g.me if allowed is not None and not in_sign_in_part() else None
        g.pop("service", None)  # who asked for it before, for a limit, asked for nobody
        if allowed is None or (g.me and g.me.roles & allowed):
            _check_conflict()
            return None
        return _turned_away(app.name, onward=onward)


def _turned_away(service: str, *, onward: bool) -> Response:
    """From a route that is not theirs. Nobody known comes by way of the sign-in page; programs and uploads are told
    that they are nobody (401)."""
    if onward:
        return redirect(home(service))  # type: ignore[return-value]
    if g.me:
        raise Forbidden
    if wants_json() or is_upload():
        raise Unauthorized
    target = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(f"/{service}/masuk?lanjut={quote(target)}")  # type: ignore[return-value]


def _just_came_in() -> bool:
    """Whether this is the page that somebody asked for before signing in: where it is not for them, they are not told
    that, but come to their own work. Asked once."""
    if not g.me or request.method != "GET" or request.endpoint == "static" or ONWARD not in page_session:
        return False
    return urlsplit(str(page_session.pop(ONWARD))).path == request.path


def _check_conflict() -> None:
    """Raise Refused where the address names a case that is closed to this person (conflict of interest).

    The rows of such a case are found by no query of theirs either: ``rights/barring.py``.
    """
    case_no = (request.view_args or {}).get("case_no")
    if not g.me or not case_no:
        return
    if current_service().closes(case_no):
        raise Shut(BARRED_WORDS)


def check_rules(app: Flask) -> None:
    """Raise NoRule, naming them all, where routes have no rule."""
    missing = [name for name, view in app.view_functions.items() if not hasattr(view, "allowed")]
    if missing:
        raise NoRule(f"routes without a rule who may use them: {', '.join(sorted(missing))}")


def me() -> Actor:
    """The signed-in person; only for routes that are not public."""
    person: Actor | None = g.get("me")
    if person is None:
        raise Unauthorized
    return person


def wants_json() -> bool:
    """Whether this request is of the API, so that errors are answered as JSON."""
    return request.path.startswith(f"/{current_app.name}/api/")


def is_upload() -> bool:
    """Whether this request is of a script that uploads, by its protocol or its address: it is answered by a status and
    a sentence, not by a page."""
    return "Tus-Resumable" in request.headers or "uploads" in request.path.split("/")[-2:]


def _signed_in(directory: Directory) -> Actor | None:
    token = tokens.token()
    return directory.who(token, request.remote_addr or "", clock.now()) if token else None
