"""Builds the Flask application of one service: pages, API, sign-in, health, headers. All four are built here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask_limiter import Limiter
from flask_smorest import Blueprint as ApiBlueprint
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from services.shared.config.processes import SIGN_IN
from services.shared.config.settings import Settings, SettingsError
from services.shared.staff.directory import Directory
from services.shared.unit_of_work import Service
from services.shared.web import (
    access,
    assets,
    bodies,
    compiled,
    cookies,
    csrf,
    divided,
    errors,
    health,
    languages,
    limits,
    page_session,
    provider,
    readable,
    shell,
    sign_in,
    sign_in_api,
    watched,
)
from services.shared.web.documented import DocumentedApi
from services.shared.web.metrics import EXTENSION, WebMetrics
from services.shared.web.spooling import spool_uploads

HERE = Path(__file__).parent.parent

OF_ALL = {  # what is configured alike in every service
    "SESSION_COOKIE_SAMESITE": "Lax",
    "MAX_CONTENT_LENGTH": bodies.PLAIN,  # where a route says nothing else: bodies.py
    "MAX_FORM_MEMORY_SIZE": bodies.PLAIN,
    "MAX_FORM_PARTS": 2000,
    "WTF_CSRF_TIME_LIMIT": None,  # a token ends with its session, not by a clock that may be set back
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_JSON_PATH": "openapi.json",
    "TRAP_BAD_REQUEST_ERRORS": False,
}


@dataclass(frozen=True)
class InFront:
    """What the sign-in part has beside a service's name: where it counts, and the keys of all parts' pages."""

    metrics: WebMetrics
    keys: Mapping[str, str]


def create(
    service: Service,
    *,
    pages: Iterable[Blueprint],
    api: Iterable[ApiBlueprint],
    handoffs_late: Callable[[], bool] | None = None,
    in_front: InFront | None = None,
) -> Flask:
    """A Flask application under ``/<service>/``; raises ``access.NoRule`` where a route does not say who may.

    With ``in_front`` it is the sign-in part of that service's addresses.
    """
    app = Flask(service.name, static_folder=None)
    app.extensions["sigap"] = service
    if in_front is not None:
        app.extensions["sigap_sign_in"] = in_front.keys
    _configure(app, service)
    spool_uploads(app, service)
    metrics = app.extensions[EXTENSION] = in_front.metrics if in_front else WebMetrics(service.name, service.staff)
    watched.watch(app, metrics)
    directory = Directory(service.settings, service.staff)
    app.extensions["sigap_directory"] = directory
    languages.speak(app)
    readable.watch(app)
    has_token = csrf.protect(app)
    limiter = _limiter(app, service.settings, SIGN_IN if in_front else service.name)
    smorest = DocumentedApi(app, cookies.names(secure=service.settings.secure))
    errors.register(app)  # after the API library, which registers a handler of its own for HTTP errors
    for blueprint in pages:
        app.register_blueprint(blueprint, url_prefix=f"/{service.name}")
    for blueprint in (sign_in.pages, provider.pages):
        app.register_blueprint(blueprint, url_prefix=f"/{service.name}")
    if in_front is None:
        app.register_blueprint(health.of_service(service), url_prefix=f"/{service.name}")
    smorest.register_blueprint(sign_in_api.api, url_prefix=f"/{service.name}/api")
    for part in api:
        smorest.register_blueprint(part, url_prefix=f"/{service.name}/api")
    assets.add_to(app)
    app.view_functions["api-docs.openapi_json"] = _open(app.view_functions["api-docs.openapi_json"])
    divided.divide(app, sign_in=in_front is not None)
    bodies.asked_first(app, readable.check_parts, has_token, readable.check_json)
    limits.enforce(app, limiter)  # around what reads a body
    shell.add_to(app, service, handoffs_late)
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
        OF_ALL,
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME=cookies.name_of(cookies.page_of(service.name), secure=settings.secure),
        SESSION_COOKIE_SECURE=settings.secure,
        API_TITLE=f"Sigap {service.name}",
        OPENAPI_URL_PREFIX=f"/{service.name}/api",
    )
    app.session_interface = page_session.PageSessions()
    _find_templates(app)


def _find_templates(app: Flask) -> None:
    """The service's own before those of all."""
    package = HERE.parent / app.name / "templates"
    app.jinja_loader = ChoiceLoader([FileSystemLoader(package), FileSystemLoader(HERE / "templates")])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.bytecode_cache = compiled.OF_THIS_PROCESS


def _open(view: Callable[..., Any]) -> Callable[..., Any]:
    """A library's own view (the OpenAPI document), open to everybody."""

    @wraps(view)
    def opened(**kwargs: Any) -> Any:
        return view(**kwargs)

    return access.public(opened)


def _limiter(app: Flask, settings: Settings, part: str) -> Limiter:
    """Throttles; when Redis does not answer, each process counts by itself rather than letting everything through.

    Each part has counts of its own: who took over one service resets, or fills, nobody else's.
    """
    return Limiter(
        limits.this_network,
        app=app,
        storage_uri=settings.limits_url,
        storage_options=_counts(settings, part),
        in_memory_fallback_enabled=True,
        key_prefix="sigap",
    )


def _counts(settings: Settings, part: str) -> dict[str, Any]:
    if not settings.limits_url.startswith("redis"):
        return {}
    return {"key_prefix": f"{settings.broker_prefix}LIMITS:{part}", "socket_timeout": 1, "socket_connect_timeout": 1}
