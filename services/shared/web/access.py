"""Who may open which route: deny by default. A route without a declared rule does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, Response, current_app, g, redirect, request
from werkzeug.exceptions import Forbidden, Unauthorized

from services.shared.calendar import clock
from services.shared.errors import Forbidden as Shut
from services.shared.rights.conflicts import BARRED_WORDS
from services.shared.rights.people import STAFF, Actor, Role
from services.shared.staff.directory import Directory
from services.shared.web import cookies
from services.shared.web.service import current_service

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
        if view is None:
            return None  # 404 or 405 follows
        allowed: frozenset[Role] | None = getattr(view, "allowed", frozenset())
        g.reads = g.me if allowed is not None else None  # what everybody may see is the same for all
        g.pop("service", None)  # who asked for it before, for a limit, asked for nobody
        if allowed is None or (g.me and g.me.roles & allowed):
            _check_conflict()
            return None
        if g.me:
            raise Forbidden
        if wants_json() or is_upload():
            raise Unauthorized
        target = request.full_path.rstrip("?") if request.method == "GET" else request.path
        return redirect(f"/{app.name}/masuk?lanjut={quote(target)}")  # type: ignore[return-value]


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
    """Whether this request is of a script that uploads: it is answered by a status and a sentence, not by a page."""
    return "Tus-Resumable" in request.headers


def _signed_in(directory: Directory) -> Actor | None:
    token = cookies.read(cookies.SESSION)
    return directory.who(token, request.remote_addr or "", clock.now()) if token else None
