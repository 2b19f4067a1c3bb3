"""No change by a request that another site made a browser send (CSRF).

A form carries the page's token. A program sends the token of ``GET …/api/session`` as ``X-CSRFToken``, or JSON with an
``X-Requested-With`` header: no other site's page can send such a request without asking first, and we allow none.
What says by ``Origin`` or ``Referer`` that it comes from elsewhere is refused, whatever it carries.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from services.shared.web.access import wants_json
from services.shared.web.service import current_service

HEADER = "X-Requested-With"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FOREIGN = "Permintaan ini dikirim dari situs lain, jadi tidak dijalankan. Buka halaman Sigap sendiri, lalu ulangi."
STALE = "Halaman ini sudah terlalu lama terbuka. Muat ulang, lalu kirim lagi."
FOR_PROGRAMS = (
    "Token CSRF tidak ada atau tidak cocok. Ambil “csrf_token” dari GET /{service}/api/session dan kirim sebagai kepala"
    " X-CSRFToken, atau kirim JSON dengan kepala X-Requested-With."
)


class ForeignRequest(CSRFError):
    """The request says itself that another site sent it."""


def protect(app: Flask) -> Callable[[], None]:
    """What checks a request that changes something; it reads the form, and has to be asked before every view."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_SSL_STRICT=False)  # the Origin is asked below
    token = CSRFProtect(app)

    def check() -> None:
        if request.method in SAFE:
            return
        for header in ("Origin", "Referer"):
            if _is_foreign(request.headers.get(header, "")):
                raise ForeignRequest(FOREIGN)
        if not (wants_json() and request.is_json and request.headers.get(HEADER)):
            token.protect()

    return check


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
    return urlsplit(address).netloc not in ours
