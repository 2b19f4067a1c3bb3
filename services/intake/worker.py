"""The intake worker: ``celery -A services.intake.worker:app worker``."""

from __future__ import annotations

from services.handoffs.wiring import worker_app
from services.intake.tasks import HANDLERS, JOBS, RECIPIENTS
from services.shared import confined
from services.shared.jobs.worker import queues

QUEUES = queues("intake")
confined.preload("services.shared.files.media.render")
app = worker_app("intake", HANDLERS, JOBS, RECIPIENTS)
