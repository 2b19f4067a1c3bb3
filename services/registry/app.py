"""The registry web application: ``gunicorn "services.registry.app:create_app()"``."""

from __future__ import annotations

from flask import Flask

from services.handoffs.web import web_app, web_service
from services.registry.actions.sealing import seal_key
from services.registry.api import APIS
from services.registry.pages import PAGES
from services.registry.queries.measures import MEASURES
from services.registry.rules.numbers import check_pattern
from services.registry.tasks import JOBS
from services.registry.verbs import VERBS
from services.shared.config.office import Office
from services.shared.config.settings import Settings, SettingsError


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application under ``/registry/``; raises SettingsError for missing or wrong settings."""
    service = web_service("registry", settings)
    _check(service.settings, service.office)
    return web_app(service, pages=PAGES, api=APIS, jobs=JOBS, verbs=VERBS, measures=MEASURES)


def _check(settings: Settings, office: Office) -> None:
    """Raise SettingsError for a missing seal, a numbering pattern that repeats itself, or missing retention rows."""
    seal_key(settings)
    try:
        check_pattern(office.letters.number_pattern, office.letters.unit)
    except (ValueError, IndexError, KeyError) as error:
        raise SettingsError(f"office.toml: letters.number_pattern does not work: {error}") from None
    if missing := {"ordinary", "oversight"} - office.retention.keys():
        raise SettingsError(f"office.toml: retention.{', retention.'.join(sorted(missing))} missing (the JRA).")
