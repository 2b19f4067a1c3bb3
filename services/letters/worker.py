"""The letters worker: ``celery -A services.letters.worker:app worker``."""

from __future__ import annotations

from services.handoffs.wiring import worker_app
from services.shared.worker import queues
from services.letters.tasks import HANDLERS, JOBS

QUEUES = queues("letters")
app = worker_app("letters", HANDLERS, JOBS)
