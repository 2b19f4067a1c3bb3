"""The operations page: four panels, one from each service, and *Replay* for a dead letter."""

from __future__ import annotations

import secrets
from dataclasses import asdict

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask_smorest import Blueprint as ApiBlueprint
from marshmallow import Schema, fields
from werkzeug.exceptions import Unauthorized

from services.handoffs.contract import SERVICES
from services.handoffs.operations import metrics, status
from services.handoffs.operations.verbs import REPLAY, RIGHTS
from services.handoffs.operations.words import job_in_words, kind_in_words
from services.shared.calendar import clock
from services.shared.jobs.schedule import Job
from services.shared.jobs.task_counts import TaskCounts
from services.shared.notices import status as notices
from services.shared.observability.measures import Measure
from services.shared.unit_of_work import Service
from services.shared.web.access import allow, public
from services.shared.web.forms import Forms
from services.shared.web.metrics import web_metrics
from services.shared.web.service import current_service
from services.shared.web.verbs import Answer, add_api, add_pages

api = ApiBlueprint("operations_api", __name__, description="Handoffs that failed")


class ReplayedAnswer(Schema):
    """The message is on its way again."""

    status = fields.String(required=True)


_REPLAYED = Answer(ReplayedAnswer, lambda _, message_id: {"status": "replayed"})


def blueprint(service: Service, jobs: tuple[Job, ...], measures: tuple[Measure, ...] = ()) -> Blueprint:
    """The operations routes of one service."""
    pages = Blueprint("operations", __name__, template_folder="../templates")
    pages.add_app_template_filter(job_in_words)
    pages.add_app_template_filter(kind_in_words)
    counts = TaskCounts(service.settings.broker_url, service.name, service.settings.broker_prefix)

    def now() -> status.Status:
        return status.read(current_service(), jobs, clock.now())

    def page(forms: Forms) -> str:
        return render_template(
            "operations.html",
            services=SERVICES,
            own=service.name,
            status=now(),
            backup=status.backup(service, clock.now()),
            forms=forms,
        )

    @pages.get("/operations")
    @allow(*RIGHTS.roles("see_operations"))
    def show() -> str:
        return page(Forms())

    @pages.get("/operations/panel")
    @allow(*RIGHTS.roles("see_operations"))
    def panel() -> str:
        return render_template("operations_panel.html", status=now())

    @pages.get("/api/operations")
    @allow(*RIGHTS.roles("see_operations"))
    def facts() -> Response:
        return jsonify(asdict(now()))

    @pages.get("/metrics")
    @public  # for Prometheus, which has no session: by the token of the settings, and not at all without one
    def prometheus() -> Response:
        expected = service.settings.metrics_token
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if expected is None or not secrets.compare_digest(given, expected.get_secret_value()):
            raise Unauthorized
        moment = clock.now()
        with service.reading() as session:
            own = [(measure, measure.read(session, moment)) for measure in measures]
        told = metrics.render(now(), notices.read(service, moment), counts.read(), own)
        return Response(
            told + web_metrics(current_app).render(),
            content_type="text/plain; version=0.0.4; charset=utf-8",
        )

    add_pages(pages, "/operations", page, (REPLAY,), RIGHTS)
    return pages


add_api(api, "/operations", None, (REPLAY,), RIGHTS, None, ways={"replay": _REPLAYED})
