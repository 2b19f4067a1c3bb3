"""The one scheduler: ticks for the four services. It knows no job; what is due stands in each service's database."""

from __future__ import annotations

from services.handoffs.contract import SERVICES
from services.shared.config import settings
from services.shared.jobs.worker import make_app, ticks
from services.shared.observability import logs

_settings = settings.load()
logs.configure("beat")
app = make_app("beat", _settings)
app.conf.beat_schedule = {key: entry for name in SERVICES for key, entry in ticks(name).items()}
app.conf.beat_max_loop_interval = 1
