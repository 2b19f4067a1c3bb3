"""The intake web application: ``gunicorn "services.intake.app:create_app()"``."""

from __future__ import annotations

from flask import Flask

from services.handoffs.web import web_app, web_service
from services.intake.tasks import JOBS
from services.shared.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application under ``/intake/``; raises SettingsError for missing or wrong settings."""
    return web_app(web_service("intake", settings), pages=(), api=(), jobs=JOBS)
