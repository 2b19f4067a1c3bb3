"""The intake worker: ``celery -A services.intake.worker:app worker``."""

from __future__ import annotations

from services.handoffs.wiring import worker_app
from services.shared.worker import queues
from services.intake.tasks import HANDLERS, JOBS

QUEUES = queues("intake")
app = worker_app("intake", HANDLERS, JOBS)
