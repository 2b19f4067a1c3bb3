"""Our cookies: the session's, the page's, and that of a device on which somebody has signed in before.

Under TLS their names begin with ``__Host-``: a browser takes such a one from this very host alone, over TLS, for all of
its paths, so that no neighbouring host can plant another.
"""

from __future__ import annotations

import secrets

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from services.shared.networks import network
from services.shared.staff.attempts import mark_of
from services.shared.web.service import current_service

SESSION, PAGE, DEVICE = "sigap_session", "sigap_page", "sigap_device"
DEVICE_FOR = 400 * 24 * 3600  # seconds; browsers keep nothing longer
ACCOUNTS = 12  # that a device remembers: one desk is shared by several


def name_of(cookie: str, *, secure: bool) -> str:
    """What a cookie of ours is called where people reach us by TLS, or not."""
    return f"__Host-{cookie}" if secure else cookie


def read(cookie: str) -> str:
    """The value that came with this request; empty for none."""
    return request.cookies.get(name_of(cookie, secure=current_service().settings.secure), "")


def write(response: Response, cookie: str, value: str, max_age: int | None = None) -> None:
    """Give the browser one of our cookies; without ``max_age`` it is forgotten when the browser is closed."""
    secure = current_service().settings.secure
    name = name_of(cookie, secure=secure)
    response.set_cookie(name, value, max_age, path="/", httponly=True, samesite="Lax", secure=secure)


def forget(response: Response, cookie: str) -> None:
    """Take one of our cookies back."""
    secure = current_service().settings.secure
    response.delete_cookie(name_of(cookie, secure=secure), path="/", secure=secure, httponly=True, samesite="Lax")


def devices() -> dict[str, str]:
    """The accounts that this device knows, as marks of their names, and as which device they know it."""
    try:
        kept = _signer().loads(read(DEVICE))
    except BadData:
        return {}
    return {str(mark): str(key) for mark, key in kept} if isinstance(kept, list) else {}


def remember_device(response: Response, username: str) -> None:
    """Somebody has signed in here: from now on no stranger's wrong passwords keep them out on this device."""
    mark, known = mark_of(current_service().vault, username), devices()
    key = known.pop(mark, "") or secrets.token_urlsafe(12)
    kept = [(mark, key), *known.items()][:ACCOUNTS]
    write(response, DEVICE, str(_signer().dumps(kept)), DEVICE_FOR)


def caller() -> str:
    """Who asks, as throttles of signing in count it: a known device by itself, else the network."""
    return next((f"device:{key}" for key in devices().values()), network(request.remote_addr or ""))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="device")
