"""What stands around every page of a service: headers that keep browsers safe, and what all templates know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, g, request
from werkzeug.wrappers import Response

from services.shared import telephones
from services.shared.config import naming, zone
from services.shared.fields import field_at
from services.shared.observability import correlation
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service
from services.shared.web import assets, navigation, typed
from services.shared.web.forms import field_id
from services.shared.web.names import CHOSEN, PRINTED
from services.shared.web.service import staff_directory

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), serial=(), hid=()",
}


def add_to(app: Flask, service: Service, handoffs_late: Callable[[], bool] | None) -> None:
    """Put it around the pages of a service; ``handoffs_late`` says whether all staff see a banner."""
    _send_headers(app, secure=service.settings.secure)
    _tell_templates(app, service, handoffs_late)
    app.jinja_env.globals.update(asset=assets.address, chosen_files=CHOSEN, printed_files=PRINTED)
    app.jinja_env.globals.update(field_id=field_id, field_at=field_at, draft_of=typed.name_of)
    app.jinja_env.globals.update(zone=zone.of_office(), zone_name=zone.name(), village_of=naming.village)
    app.jinja_env.filters.update(file_size=file_size, telephone=telephones.shown, reached=telephones.reached)
    app.jinja_env.filters.update(person_name=person_name)


def _send_headers(app: Flask, *, secure: bool) -> None:
    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Correlation-Id"] = correlation.current()
        if response.status_code in {429, 503}:
            response.headers.setdefault("Retry-After", "10")  # seconds
        response.headers.setdefault("Cache-Control", "no-store")
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response


def _tell_templates(app: Flask, service: Service, handoffs_late: Callable[[], bool] | None) -> None:
    @app.context_processor
    def _context() -> dict[str, Any]:
        person: Actor | None = g.get("me")
        return {
            "office": service.office,
            "me": person,
            "navigation": navigation.entries(person, request.path) if person else [],
            "demo": service.settings.demo,
            "service_name": service.name,
            "handoffs_late": int(bool(person and handoffs_late and handoffs_late())),
            "sign_out_url": f"/{service.name}/keluar",
        }


def person_name(username: str) -> str:
    """The name of whoever has this account, as pages say it; what is no username (a name already) stays.

    Rows keep the username, which is one person's alone. The accounts are asked once for a page, and only by one that
    names somebody so.
    """
    if "names_of_staff" not in g:
        g.names_of_staff = dict(staff_directory().everybody())
    return str(g.names_of_staff.get(username, username))


def file_size(size: int) -> str:
    """Bytes as people read them in Indonesian: ``1,8 MB``."""
    value, unit = float(size), "B"
    for larger in ("KB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}".replace(".", ",")
