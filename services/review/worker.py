"""The review worker: ``celery -A services.review.worker:app worker``."""

from __future__ import annotations

from services.handoffs.wiring import worker_app
from services.review.tasks import HANDLERS, JOBS
from services.shared.jobs.worker import queues

QUEUES = queues("review")
app = worker_app("review", HANDLERS, JOBS)
