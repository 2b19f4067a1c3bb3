"""Builds the Flask application of one service: pages, API, sign-in, health, headers. All four are built here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, g, request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_smorest import Blueprint as ApiBlueprint
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from services.shared import telephones
from services.shared.calendar import clock
from services.shared.config import naming, zone
from services.shared.config.settings import SettingsError
from services.shared.fields import field_at
from services.shared.observability import correlation
from services.shared.rights.people import Actor
from services.shared.staff.directory import Directory
from services.shared.unit_of_work import Service
from services.shared.web import (
    access,
    assets,
    bodies,
    cookies,
    csrf,
    errors,
    health,
    limits,
    navigation,
    provider,
    readable,
    sign_in,
    sign_in_api,
    typed,
    watched,
)
from services.shared.web.documented import DocumentedApi
from services.shared.web.forms import field_id
from services.shared.web.metrics import EXTENSION, WebMetrics
from services.shared.web.spooling import spool_uploads

HERE = Path(__file__).parent.parent

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


def create(
    service: Service,
    *,
    pages: Iterable[Blueprint],
    api: Iterable[ApiBlueprint],
    handoffs_late: Callable[[], bool] | None = None,
) -> Flask:
    """A Flask application under ``/<service>/``; raises ``access.NoRule`` where a route does not say who may."""
    app = Flask(service.name, static_folder=None)
    app.extensions["sigap"] = service
    _configure(app, service)
    spool_uploads(app, service)
    metrics = app.extensions[EXTENSION] = WebMetrics(service.name, service.staff)
    watched.watch(app, metrics)
    directory = Directory(service.settings, service.staff)
    app.extensions["sigap_directory"] = directory
    Babel(app, default_locale="id", default_timezone=zone.of_office().key)
    readable.watch(app)
    has_token = csrf.protect(app)
    limiter = _limiter(app, service)
    smorest = DocumentedApi(app, cookies.name_of(cookies.SESSION, secure=service.settings.secure))
    errors.register(app)  # after the API library, which registers a handler of its own for HTTP errors
    for blueprint in pages:
        app.register_blueprint(blueprint, url_prefix=f"/{service.name}")
    for blueprint in (sign_in.pages, provider.pages):
        app.register_blueprint(blueprint, url_prefix=f"/{service.name}")
    app.register_blueprint(health.blueprint(service), url_prefix=f"/{service.name}")
    smorest.register_blueprint(sign_in_api.api, url_prefix=f"/{service.name}/api")
    for part in api:
        smorest.register_blueprint(part, url_prefix=f"/{service.name}/api")
    assets.add_to(app)
    app.view_functions["api-docs.openapi_json"] = _open(app.view_functions["api-docs.openapi_json"])
    bodies.asked_first(app, readable.check_parts, has_token)
    limits.enforce(app, limiter)  # around what reads a body
    _shell(app, service, handoffs_late)
    access.guard(app, directory)
    bodies.bound(app, service.settings.max_upload, service.settings.spool_dir)
    access.check_rules(app)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, service: Service) -> None:
    settings = service.settings
    if settings.secret_key is None:
        raise SettingsError("SIGAP_SECRET_KEY is missing: pages are not served without it.")
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME=cookies.name_of(cookies.PAGE, secure=settings.secure),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        MAX_CONTENT_LENGTH=bodies.PLAIN,  # where a route says nothing else: bodies.py
        MAX_FORM_MEMORY_SIZE=bodies.PLAIN,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=settings.session_absolute,
        API_TITLE=f"Sigap {service.name}",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=f"/{service.name}/api",
        OPENAPI_JSON_PATH="openapi.json",
        TRAP_BAD_REQUEST_ERRORS=False,
    )
    package = HERE.parent / service.name / "templates"
    app.jinja_loader = ChoiceLoader([FileSystemLoader(package), FileSystemLoader(HERE / "templates")])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _open(view: Callable[..., Any]) -> Callable[..., Any]:
    """A library's own view (the OpenAPI document), open to everybody."""

    @wraps(view)
    def opened(**kwargs: Any) -> Any:
        return view(**kwargs)

    return access.public(opened)


def _limiter(app: Flask, service: Service) -> Limiter:
    """Throttles; when Redis does not answer, each process counts by itself rather than letting everything through."""
    return Limiter(
        limits.this_network,
        app=app,
        storage_uri=service.settings.limits_url,
        storage_options={"socket_timeout": 1, "socket_connect_timeout": 1}
        if service.settings.limits_url.startswith("redis")
        else {},
        in_memory_fallback_enabled=True,
        key_prefix="sigap",
    )


def _shell(app: Flask, service: Service, handoffs_late: Callable[[], bool] | None) -> None:
    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Correlation-Id"] = correlation.current()
        if response.status_code in {429, 503}:
            response.headers.setdefault("Retry-After", "10")  # seconds
        response.headers.setdefault("Cache-Control", "no-store")
        if service.settings.secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response

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

    app.jinja_env.globals["asset"] = assets.address
    app.jinja_env.globals.update(field_id=field_id, field_at=field_at, draft_of=typed.name_of)
    app.jinja_env.globals.update(zone=zone.of_office(), zone_name=zone.name(), village_of=naming.village)
    app.jinja_env.filters.update(
        long_date=clock.long_date,
        date_time=clock.date_time,
        short_date=clock.short_date,
        file_size=file_size,
        telephone=telephones.shown,
        reached=telephones.reached,
    )


def file_size(size: int) -> str:
    """Bytes as people read them in Indonesian: ``1,8 MB``."""
    value, unit = float(size), "B"
    for larger in ("KB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}".replace(".", ",")
