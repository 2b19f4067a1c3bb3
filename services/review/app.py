"""The review web application: ``services.shared.web.serving "services.review.app:create_app()"``."""

from __future__ import annotations

from flask import Flask

from services.handoffs.web import web_app, web_service
from services.review.api import api
from services.review.pages import pages, uploads
from services.review.shown.my_work import my_work
from services.review.shown.story import story
from services.review.tables import Case
from services.review.tasks import JOBS
from services.review.verbs import VERBS
from services.shared.config.settings import Settings
from services.shared.observability.measures import of_cases
from services.shared.staff.appointing_verbs import APPOINTMENTS
from services.shared.web import acting

MEASURES = of_cases(Case, Case.ended_at.is_(None), Case.due.expression)  # open cases, and those overdue now


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application under ``/review/``; raises SettingsError for missing or wrong settings."""
    service = web_service("review", settings)
    return web_app(
        service,
        pages=(pages, acting.pages, uploads),
        api=(api,),
        jobs=JOBS,
        verbs=VERBS,
        measures=MEASURES,
        parts=(APPOINTMENTS,),
        works=(my_work,),
        story_of=story,
    )
