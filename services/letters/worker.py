"""The letters worker: ``celery -A services.letters.worker:app worker``."""

from __future__ import annotations

from services.handoffs.wiring import worker_app
from services.letters.papers import startup
from services.letters.tasks import HANDLERS, JOBS
from services.shared.config import office, settings
from services.shared.jobs.worker import queues

QUEUES = queues("letters")
_settings = settings.load()
startup.check(_settings, office.load(_settings.office_file))
app = worker_app("letters", HANDLERS, JOBS)
