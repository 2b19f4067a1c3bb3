"""The letters web application: ``services.shared.web.serving "services.letters.app:create_app()"``."""

from __future__ import annotations

from flask import Flask

from services.handoffs.web import web_app, web_service
from services.letters.api import api
from services.letters.pages import PAGES
from services.letters.papers import startup
from services.letters.queries.measures import measures
from services.letters.shown.my_work import my_work
from services.letters.shown.story import story
from services.letters.tasks import JOBS
from services.letters.verbs import VERBS
from services.shared.config.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application under ``/letters/``; raises SettingsError for missing or wrong settings."""
    service = web_service("letters", settings)
    startup.check(service.settings, service.office)
    return web_app(
        service,
        pages=PAGES,
        api=(api,),
        jobs=JOBS,
        verbs=VERBS,
        works=(my_work,),
        story_of=story,
        measures=measures(service),
    )
