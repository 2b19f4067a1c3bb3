"""The review web application: ``gunicorn "services.review.app:create_app()"``."""

from __future__ import annotations

from flask import Flask

from services.handoffs.web import web_app, web_service
from services.review.api import api
from services.review.pages import pages
from services.review.shown.my_work import my_work
from services.review.tables import Case
from services.review.tasks import JOBS
from services.review.verbs import VERBS
from services.shared.config.settings import Settings
from services.shared.observability.measures import of_cases

MEASURES = of_cases(Case, Case.ended_at.is_(None), Case.due.expression)  # open cases, and those overdue now


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application under ``/review/``; raises SettingsError for missing or wrong settings."""
    service = web_service("review", settings)
    return web_app(service, pages=(pages,), api=(api,), jobs=JOBS, measures=MEASURES, verbs=VERBS, works=(my_work,))
