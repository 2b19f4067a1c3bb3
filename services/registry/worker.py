"""The registry worker: ``celery -A services.registry.worker:app worker``."""

from __future__ import annotations

from services.handoffs.wiring import worker_app
from services.registry.tasks import HANDLERS, JOBS
from services.shared.jobs.worker import queues

QUEUES = queues("registry")
app = worker_app("registry", HANDLERS, JOBS)
