"""No change by a request that another site made a browser send (CSRF).

A form carries the page's token. A program sends the token of ``GET …/api/session`` as ``X-CSRFToken``, or JSON with an
``X-Requested-With`` header: no other site's page can send such a request without asking first, and we allow none.
What says by ``Origin`` or ``Referer`` that it comes from elsewhere is refused, whatever it carries.

Answers are compressed, and their length tells a listener on the line what is alike in them (BREACH). So a token never
stands in two answers as the same text: it is masked anew for each, and unmasked when it comes back.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFError, generate_csrf, validate_csrf
from wtforms.validators import ValidationError

from services.shared.phrases import phrase
from services.shared.web.access import wants_json
from services.shared.web.service import current_service

HEADER = "X-Requested-With"
FIELD = "csrf_token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FOREIGN = phrase(
    "Permintaan ini dikirim dari situs lain, jadi tidak dijalankan. Buka halaman Sigap sendiri, lalu ulangi."
)
STALE = phrase("Halaman ini sudah terlalu lama terbuka. Muat ulang, lalu kirim lagi.")
FOR_PROGRAMS = (
    "Token CSRF tidak ada atau tidak cocok. Ambil “csrf_token” dari GET /{service}/api/session dan kirim sebagai kepala"
    " X-CSRFToken, atau kirim JSON dengan kepala X-Requested-With."
)


class ForeignRequest(CSRFError):
    """The request says itself that another site sent it."""


def protect(app: Flask) -> Callable[[], None]:
    """What checks a request that changes something; it reads the form, and has to be asked before every view."""
    app.jinja_env.globals["csrf_token"] = token

    def check() -> None:
        if request.method in SAFE:
            return
        if any(_is_foreign(request.headers.get(header, "")) for header in ("Origin", "Referer")):
            raise ForeignRequest(FOREIGN)
        if not (wants_json() and request.is_json and request.headers.get(HEADER)):
            # The header first: who sends it may send a file as the body, which a look into the form would use up.
            _check_token(request.headers.get("X-CSRFToken") or request.form.get(FIELD, ""))

    return check


def token() -> str:
    """The session's token as this answer gives it, masked by chance; in all forms of one answer the same."""
    plain = generate_csrf()
    known: tuple[str, str] = g.get("masked_token", ("", ""))
    if known[0] != plain:
        pad = secrets.token_bytes(len(plain))
        known = g.masked_token = plain, base64.urlsafe_b64encode(pad + _mixed(plain.encode(), pad)).decode()
    return known[1]


def _check_token(given: str) -> None:
    """Raise CSRFError where this is no token of the session. One without a mask is of a page of before, or a test."""
    try:
        validate_csrf(given if "." in given else _unmasked(given))
    except (ValidationError, ValueError) as error:
        raise CSRFError(str(error)) from error


def _unmasked(given: str) -> str:
    both = base64.urlsafe_b64decode(given.encode())
    half = len(both) // 2
    return _mixed(both[:half], both[half:]).decode()


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def message(error: CSRFError) -> str:
    """What the sender is told."""
    if isinstance(error, ForeignRequest):
        return FOREIGN
    return FOR_PROGRAMS.format(service=current_app.name) if wants_json() else STALE


def _is_foreign(address: str) -> bool:
    """Whether an address is another site's; ``null`` and none say nothing, and then the token has to be right."""
    if not address or address == "null":
        return False
    ours = {request.host, urlsplit(current_service().settings.public_url).netloc}
    try:
        return urlsplit(address).netloc not in ours
    except ValueError:  # no address at all, which no browser sends
        return True
