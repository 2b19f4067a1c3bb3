"""The process that judges strangers' files, and nothing else: ``celery -A services.registry.checker:app worker``.

So neither a page nor a handoff ever waits for one, and what they cost is taken from this process alone. One at a time.
"""

from __future__ import annotations

from kombu import Queue

from services.handoffs.operations import heartbeat
from services.registry.actions import checking
from services.shared import confined
from services.shared.config import office, settings
from services.shared.config.processes import CHECKER
from services.shared.data.database import Database
from services.shared.jobs import worker
from services.shared.jobs.task_counts import TaskCounts
from services.shared.observability import logs
from services.shared.unit_of_work import build

QUEUE = f"registry.{checking.WORD}"
_values = settings.load()
logs.configure("registry checks")
service = build("registry", _values, office.load(_values.office_file))
app = worker.make_app(CHECKER, _values)  # a user of its own at the broker, with messages under way of its own
app.sigap_counts = TaskCounts(_values.broker_url, "registry")
app.conf.task_queues = [Queue(QUEUE)]
confined.preload("services.shared.paper.preview")


@app.task(name=QUEUE, shared=False, taken_from=QUEUE, sent_by=("registry",))
def look(_: list[object]) -> None:
    """Judge the files that wait, until none does; as many words as files come, most find nothing to do."""
    while checking.judge_next(service):
        pass


heartbeat.attach(Database(_values.database_url, pool_size=1), app.sigap_gate.refusals)
worker.check_rules(app)
worker.after_fork(service)
