"""Our cookies: the session's, the page's, that of a device on which somebody has signed in before, and the language.

Under TLS their names begin with ``__Host-``: a browser takes such a one from this very host alone, over TLS, for all of
its paths, so that no neighbouring host can plant another. The proofs beside a session's token (``tokens.py``) have
paths of their own, and begin with ``__Secure-``; one that is planted fits no token.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from services.shared.encryption.vault import Unreadable
from services.shared.networks import network
from services.shared.staff.attempts import mark_of
from services.shared.web.service import current_service

SESSION, PAGE, DEVICE = "sigap_session", "sigap_page", "sigap_device"
PROOF = "sigap_proof"  # that the session's token may be used below its path
LANGUAGE = "sigap_language"  # what a visitor chose
DEVICE_FOR = 400 * 24 * 3600  # seconds; browsers keep nothing longer
ACCOUNTS = 12  # that a device remembers: one desk is shared by several


def name_of(cookie: str, *, secure: bool, path: str = "/") -> str:
    """What a cookie of ours is called where people reach us by TLS, or not."""
    return f"{'__Host-' if path == '/' else '__Secure-'}{cookie}" if secure else cookie


def names(*, secure: bool) -> tuple[str, str]:
    """The cookies by which a program is signed in: the session's, and the proof beside it."""
    return name_of(SESSION, secure=secure), name_of(PROOF, secure=secure, path="")


def page_of(service: str) -> str:
    """The cookie of a page's own session: each service has a key of its own for it."""
    return f"{PAGE}_{service}"


def read(cookie: str) -> str:
    """The value that came with this request; empty for none."""
    return request.cookies.get(name_of(cookie, secure=current_service().settings.secure), "")


def proofs() -> list[str]:
    """The proofs that came with this request, those of the longest path first."""
    return request.cookies.getlist(name_of(PROOF, secure=current_service().settings.secure, path=""))


def write(response: Response, cookie: str, value: str, max_age: int | None = None, path: str = "/") -> None:
    """Give the browser one of our cookies; without ``max_age`` it is forgotten when the browser is closed."""
    secure = current_service().settings.secure
    name = name_of(cookie, secure=secure, path=path)
    response.set_cookie(name, value, max_age, path=path, httponly=True, samesite="Lax", secure=secure)


def forget(response: Response, cookie: str) -> None:
    """Take one of our cookies back."""
    secure = current_service().settings.secure
    response.delete_cookie(name_of(cookie, secure=secure), path="/", secure=secure, httponly=True, samesite="Lax")


def devices() -> dict[str, str]:
    """The accounts that this device knows, as marks of their names, and as which device they know it."""
    kept = unsealed(read(DEVICE))
    return {str(mark): str(key) for mark, key in kept} if isinstance(kept, list) else {}


def remember_device(response: Response, username: str) -> None:
    """Somebody has signed in here: from now on no stranger's wrong passwords keep them out on this device."""
    mark, known = mark_of(current_service().vault, username), devices()
    key = known.pop(mark, "") or secrets.token_urlsafe(12)
    kept = [(mark, key), *known.items()][:ACCOUNTS]
    write(response, DEVICE, sealed(kept), DEVICE_FOR)


def caller() -> str:
    """Who asks, as throttles of signing in count it: a known device by itself, else the network."""
    return next((f"device:{key}" for key in devices().values()), network(request.remote_addr or ""))


def sealed(what: Any) -> str:
    """Plain data as a text that the browser keeps, under a key of this process's alone: not the services' of pages."""
    return current_service().vault.encrypt(json.dumps(what))


def unsealed(kept: str) -> Any:
    """The data again; None for what is none of ours."""
    try:
        return json.loads(current_service().vault.decrypt(kept)) if kept.isascii() else None
    except (Unreadable, ValueError):
        return None
