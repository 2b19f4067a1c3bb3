"""Which routes the sign-in part answers, and which the service: one address for people, two processes behind it.

Both know all of them, for links, the API's document and the rules; each answers its own. What the gateways send to the
sign-in part (``deploy/containers/office.caddy``, ``deploy/kubernetes/ingress.yaml``) is compared with this by a test.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask
from werkzeug.exceptions import NotFound

from services.shared.config.processes import SERVICES, SIGN_IN

WHOLE = frozenset({"sign_in", "provider", "session", "account", "staff", "acting"})  # blueprints
SINGLE = frozenset({"trail.staff", "trail.staff_file", "trails.staff_part", "notices.choose_summary"})
BOTH = frozenset({"static", "health", "entrance"})  # each of itself
STEPS = "masuk"  # below it people sign in, step by step
# Where a session's token needs which part's proof (``tokens.py``): below the longest of these that fits. Of the sign-in
# part's addresses two say only whose a session is and end it, which its token alone is good for: keluar, api/session.
PLACES = {
    **{f"/{name}": name for name in SERVICES},
    **dict.fromkeys((f"/{name}/{one}" for name in SERVICES for one in ("trail/staff", "notices/contact")), SIGN_IN),
    **dict.fromkeys((f"/{name}/trail/staff.csv" for name in SERVICES), SIGN_IN),
    **dict.fromkeys((f"/intake/{one}" for one in ("account", "staff", "approvals")), SIGN_IN),
    "/review/acting": SIGN_IN,
}
_ALL = PLACES | {f"/{name}/{STEPS}": SIGN_IN for name in SERVICES}


def is_of_sign_in(endpoint: str) -> bool:
    """Whether the route makes or ends a session, changes an account, or reads what is known of accounts alone."""
    return endpoint in SINGLE or endpoint.partition(".")[0] in WHOLE


def part_of(path: str) -> str:
    """The part whose proof a session's token needs at an address; empty where none is asked."""
    fitting = [place for place in _ALL if path == place or path.startswith(f"{place}/")]
    return _ALL[max(fitting, key=len)] if fitting else ""


def divide(app: Flask, *, sign_in: bool) -> None:
    """Answer only what is this process's; a request for the other's that came here all the same finds nothing."""
    for endpoint, view in list(app.view_functions.items()):
        if endpoint.partition(".")[0] not in BOTH and is_of_sign_in(endpoint) != sign_in:
            app.view_functions[endpoint] = _elsewhere(view)


def _elsewhere(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def answered_elsewhere(**_: Any) -> Any:
        raise NotFound

    return answered_elsewhere
