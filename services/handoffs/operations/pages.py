"""The operations page: four panels, one from each service, and *Replay* for a dead letter."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import asdict

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from services.handoffs import outbox
from services.handoffs.contract import SERVICES
from services.handoffs.operations import metrics, status
from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.jobs.schedule import Job
from services.shared.jobs.task_counts import TaskCounts
from services.shared.notices import status as notices
from services.shared.observability.measures import Measure
from services.shared.rights.people import Role
from services.shared.unit_of_work import Service
from services.shared.web.access import allow, me, public
from services.shared.web.metrics import web_metrics


def blueprint(service: Service, jobs: tuple[Job, ...], measures: tuple[Measure, ...] = ()) -> Blueprint:
    """The operations routes of one service."""
    pages = Blueprint("operations", __name__, template_folder="../templates")
    counts = TaskCounts(service.settings.broker_url, service.name)

    def now() -> status.Status:
        return status.read(service, jobs, clock.now())

    @pages.get("/operations")
    @allow(Role.ADMIN, Role.AUDITOR)
    def show() -> str:
        backup = status.backup(service, clock.now())
        return render_template("operations.html", services=SERVICES, own=service.name, status=now(), backup=backup)

    @pages.get("/operations/panel")
    @allow(Role.ADMIN, Role.AUDITOR)
    def panel() -> str:
        return render_template("operations_panel.html", status=now())

    @pages.post("/operations/replay/<uuid:message_id>")
    @allow(Role.ADMIN)
    def replay(message_id: uuid.UUID) -> ResponseReturnValue:
        replay_dead(service, message_id)
        flash("Pesan akan dikirim ulang dengan nomor yang sama.", "success")
        return redirect(url_for("operations.show"))

    @pages.get("/api/operations")
    @allow(Role.ADMIN, Role.AUDITOR)
    def facts() -> Response:
        return jsonify(asdict(now()))

    @pages.post("/api/operations/replay/<uuid:message_id>")
    @allow(Role.ADMIN)
    def replay_by_program(message_id: uuid.UUID) -> Response:
        replay_dead(service, message_id)
        return jsonify(status="replayed")

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

    return pages


def replay_dead(service: Service, message_id: uuid.UUID) -> None:
    """Send a dead message again; raises Stale where it is not dead (any more)."""
    with service.work(me()) as work:
        if not outbox.replay(work.session, message_id):
            raise Stale("Pesan ini tidak sedang ditolak; mungkin sudah dikirim ulang.")
        work.audit("replay", str(message_id), "Pesan yang ditolak dikirim ulang", story=False)
