"""The registry web application: ``services.shared.web.serving "services.registry.app:create_app()"``."""

from __future__ import annotations

from flask import Flask

from services.handoffs.web import web_app, web_service
from services.registry.actions.sealing import seal_key
from services.registry.api import APIS
from services.registry.pages import PAGES
from services.registry.queries.measures import MEASURES
from services.registry.shown.my_work import my_work
from services.registry.shown.story import story
from services.registry.tasks import JOBS
from services.registry.verbs import VERBS
from services.shared.config.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application under ``/registry/``; raises SettingsError for missing or wrong settings."""
    service = web_service("registry", settings)
    seal_key(service.settings)
    return web_app(
        service, pages=PAGES, api=APIS, jobs=JOBS, verbs=VERBS, works=(my_work,), story_of=story, measures=MEASURES
    )
