"""The intake web application: ``gunicorn "services.intake.app:create_app()"``."""

from __future__ import annotations

from functools import partial

from flask import Flask

from services.handoffs.wiring import handoffs_late, web_service
from services.shared.settings import Settings
from services.shared.web import factory
from services.shared.web.navigation import menu


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application under ``/intake/``; raises SettingsError for missing or wrong settings."""
    service = web_service("intake", settings)
    return factory.create(service, pages=(), api=(), navigation=menu, handoffs_late=partial(handoffs_late, service))
