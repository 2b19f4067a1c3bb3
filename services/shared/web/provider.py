"""Signing in by the office's identity provider; absent (404) where the settings name none."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask import session as page_session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.shared.calendar import clock
from services.shared.errors import Forbidden
from services.shared.phrases import phrase
from services.shared.staff.provider import REFUSED, Attempt, Provider
from services.shared.web import cookies
from services.shared.web.access import public
from services.shared.web.limits import limited
from services.shared.web.service import current_service, staff_directory
from services.shared.web.session import go_on, origin, safe_target, target
from services.shared.web.sign_in_verbs import PER_ADDRESS

NOT_LINKED = phrase(
    "Akun pada penyedia identitas itu belum ditautkan dengan akun petugas. Hubungi administrator kantor."
)
_KEPT = "provider_attempt"

pages = Blueprint("provider", __name__)


@pages.get("/masuk/penyedia")
@public
@limited(*PER_ADDRESS)
def leave() -> Response:
    """To the provider."""
    address, attempt = _provider().begin()
    page_session[_KEPT] = cookies.sealed(attempt.as_dict() | {"next": target() or ""})
    return redirect(address)


@pages.get("/masuk/penyedia/kembali")
@public
@limited(*PER_ADDRESS)
def come_back() -> Response:
    """Back from the provider, once per attempt."""
    provider = _provider()
    kept = cookies.unsealed(page_session.pop(_KEPT, ""))
    if not kept:
        raise Forbidden(REFUSED)
    onward = safe_target(kept.pop("next", ""))
    subject = provider.subject(Attempt(**kept), request.args.to_dict())
    issuer = current_service().settings.oidc_issuer or ""
    opened = staff_directory().entrance.by_provider(issuer, subject, origin(), clock.now())
    if opened is None:
        raise Forbidden(NOT_LINKED)
    return go_on(opened, onward)


def _provider() -> Provider:
    settings = current_service().settings
    if not settings.oidc_issuer:
        raise NotFound
    return Provider(settings, f"{settings.public_url.rstrip('/')}/{current_service().name}/masuk/penyedia/kembali")
