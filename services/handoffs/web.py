"""Puts a service together for a web process: it publishes after commit, and shows how its handoffs fare."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from flask import Blueprint, Flask
from flask_smorest import Blueprint as ApiBlueprint

from services.handoffs import outbox, relay
from services.handoffs.operations import pages as operations
from services.handoffs.operations.my_work import work_of
from services.handoffs.operations.verbs import OPERATIONS
from services.shared.calendar import clock
from services.shared.config import office, settings
from services.shared.files.words import FILES
from services.shared.jobs import schedule, worker
from services.shared.notices import api as notices_api
from services.shared.notices import pages as notices
from services.shared.notices.verbs import NOTICES
from services.shared.observability import logs, tracing
from services.shared.observability.measures import Measure
from services.shared.unit_of_work import Service, build
from services.shared.verbs import Verbs
from services.shared.web import drafts, factory, my_work, rights_page, story, trail, trails
from services.shared.web.drafts import DRAFTS
from services.shared.web.my_work import WorkOf
from services.shared.web.navigation import PLACES
from services.shared.web.sign_in_verbs import SIGNING_IN
from services.shared.web.story import StoryOf
from services.shared.web.trail import TRAIL

LATE = timedelta(minutes=1)


def web_service(name: str, given: settings.Settings | None = None) -> Service:
    """A service for a web process: it publishes, and gives up quickly on a broker that does not answer.

    Raises:
        SettingsError: settings or office file are missing or wrong.
    """
    values = given or settings.load()
    logs.configure(f"{name} web")
    tracing.begin(name, "web", values.otlp_endpoint)
    service = build(name, values, office.load(values.office_file))
    carrier = relay.Relay(worker.make_app(name, values, web=True), service)
    service.publisher, service.waker = carrier.publish, carrier.wake
    return service


def web_app(
    service: Service,
    *,
    pages: Iterable[Blueprint],
    api: Iterable[ApiBlueprint],
    jobs: tuple[schedule.Job, ...],
    verbs: Verbs,
    story_of: StoryOf,
    parts: Iterable[Verbs] = (),
    measures: tuple[Measure, ...] = (),
    works: Iterable[WorkOf] = (),
) -> Flask:
    """The Flask application of a service, with the operations page of its handoffs, and the notices.

    ``verbs`` is its own table; ``parts`` are those of what is mounted here alone; ``works`` say what waits for whom,
    ``story_of`` what happened to a case here.
    """
    tables = (verbs, *parts, SIGNING_IN, NOTICES, OPERATIONS, TRAIL, FILES, DRAFTS)
    waiting = my_work.blueprint(service.name, (*works, work_of(jobs)))
    common = (
        operations.blueprint(service, jobs, measures),
        notices.pages,
        rights_page.pages,
        trail.pages,
        trails.pages,
        drafts.pages,
        waiting,
        story.blueprint(service.name, story_of),
    )
    all_pages = (*pages, *common)
    all_api = (*api, operations.api, notices_api.api)
    app = factory.create(service, pages=all_pages, api=all_api, handoffs_late=partial(handoffs_late, service))
    app.extensions["sigap_verbs"] = tables
    app.jinja_env.globals.update(VERBS=verbs, asked_besides=story.asked_besides, places=PLACES)
    return app


def handoffs_late(service: Service) -> bool:
    """Whether a handoff of this service waits for more than a minute, or lies dead: all staff see a banner."""
    with service.database.looking() as db:
        return outbox.is_late(db, clock.now() - LATE)
