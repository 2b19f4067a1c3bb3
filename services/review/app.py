"""The review web application: ``gunicorn "services.review.app:create_app()"``."""

from __future__ import annotations

from flask import Flask

from services.handoffs.web import web_app, web_service
from services.review.api import api
from services.review.measures import MEASURES
from services.review.pages import pages
from services.review.rights import RIGHTS
from services.review.tasks import JOBS
from services.shared.config.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application under ``/review/``; raises SettingsError for missing or wrong settings."""
    return web_app(
        web_service("review", settings), pages=(pages,), api=(api,), jobs=JOBS, rights=RIGHTS, measures=MEASURES
    )
