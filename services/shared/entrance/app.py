"""The sign-in part: ``services.shared.web.serving "services.shared.entrance.app:create_app()"``.

One process for the addresses of all four services. It alone has the role of the database that writes sessions and
accounts, and the keys of the authenticators' secrets (docs/decisions/0050). People know it by each service's addresses
(``/review/masuk``, ``/intake/staff``): the gateways send those here (``divided.py``). It knows no schema of a
service's, no broker and no store.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, request
from pydantic import SecretStr
from werkzeug.exceptions import Unauthorized

from services.shared.calendar.working_days import WorkingDays
from services.shared.config import office
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import OFFICE, SERVICES, SIGN_IN
from services.shared.config.settings import SettingsError, load_as
from services.shared.data.database import Database
from services.shared.encryption import parts
from services.shared.encryption.vault import Vault
from services.shared.notices import pages as notices
from services.shared.observability import logs, tracing
from services.shared.storage.object_store import ObjectStore
from services.shared.unit_of_work import Service
from services.shared.web import account, acting, factory, health, staff_admin, trail, trails
from services.shared.web.metrics import WebMetrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

OF_ALL = (trail.pages, trails.pages, notices.pages)
PAGES: dict[str, tuple[Blueprint, ...]] = {"intake": (account.pages, staff_admin.pages), "review": (acting.pages,)}


class Entrance:
    """The WSGI application: for each service's addresses an application of its own, over the same accounts."""

    def __init__(self, settings: EntranceSettings) -> None:
        facts = office.load(settings.office_file)
        staff = Database(settings.staff_database_url)
        metrics = WebMetrics(SIGN_IN, staff)
        keys = _keys_of_pages(settings)
        self.services = {name: _service(name, settings, keys[name], facts, staff) for name in SERVICES}
        in_front = factory.InFront(metrics, keys)
        self.apps = {
            name: factory.create(service, pages=(*PAGES.get(name, ()), *OF_ALL), api=(), in_front=in_front)
            for name, service in self.services.items()
        }
        self.itself = _itself(staff, metrics, settings.metrics_token)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """By the first part of the address, which is a service's name, or its own (health, metrics)."""
        name = environ.get("PATH_INFO", "").lstrip("/").partition("/")[0]
        return self.apps.get(name, self.itself)(environ, start_response)


def create_app(settings: EntranceSettings | None = None) -> Entrance:
    """The sign-in part; raises SettingsError for missing or wrong settings."""
    values = settings or load_as(EntranceSettings)
    logs.configure(f"{SIGN_IN} web")
    tracing.begin(SIGN_IN, "web", values.otlp_endpoint)
    return Entrance(values)


def _keys_of_pages(settings: EntranceSettings) -> dict[str, str]:
    """Of this part's key one for each part of the office; each service is given its own, and none is given this one."""
    if settings.secret_key is None:
        raise SettingsError("SIGAP_SECRET_KEY is missing: nobody signs in without it.")
    return {name: parts.key_of(settings.secret_key.get_secret_value(), name) for name in OFFICE}


def _service(name: str, given: EntranceSettings, key: str, facts: office.Office, staff: Database) -> Service:
    """A service as this part knows it: its name, the key of its pages and the accounts."""
    settings = given.model_copy(update={"secret_key": SecretStr(key)})
    return Service(
        name=name,
        settings=settings,
        office=facts,
        database=staff,
        store=ObjectStore(settings),
        vault=Vault(settings.field_keys, settings.index_key),
        calendar=WorkingDays(facts.holidays),
        staff=staff,
    )


def _itself(staff: Database, metrics: WebMetrics, token: SecretStr | None) -> Flask:
    """Whether it is well, and its metrics, for those who look after it."""
    app = Flask(SIGN_IN, static_folder=None)
    app.register_blueprint(health.blueprint(SIGN_IN, {"database": staff.ready}), url_prefix=f"/{SIGN_IN}")

    @app.get(f"/{SIGN_IN}/metrics")
    def prometheus() -> Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token is None or not secrets.compare_digest(given, token.get_secret_value()):
            raise Unauthorized
        return Response(metrics.render(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return app
