"""Signs of life: each worker's own, written by a thread of its parent process, and the beat's, written at each tick.

They are told apart, so that people see which of the two is silent.
"""

from __future__ import annotations

import logging
import os
import threading
from datetime import datetime, timedelta
from typing import Any

from celery.signals import worker_ready, worker_shutdown
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.handoffs.operations import refused
from services.handoffs.tables import heartbeat
from services.shared.calendar import clock
from services.shared.data.database import Database
from services.shared.errors import Refused
from services.shared.jobs.refusals import Found, Refusals
from services.shared.observability.version import VERSION

log = logging.getLogger(__name__)

BEAT = "beat"
EVERY = 5.0  # seconds
FORGOTTEN = timedelta(days=1)  # a worker that was not seen for so long is not listed any more


def sign(session: Session, name: str, now: datetime) -> None:
    """Note that ``name`` lives: one row a name, so that a restarted worker replaces itself."""
    values: dict[str, Any] = {"pid": os.getpid(), "version": VERSION, "seen_at": now}
    session.execute(
        insert(heartbeat)
        .values(worker=name, **values)
        .on_conflict_do_update(index_elements=[heartbeat.c.worker], set_=values)
    )


def forget(session: Session, now: datetime) -> None:
    """Take who was not seen for long off the list."""
    session.execute(delete(heartbeat).where(heartbeat.c.seen_at < now - FORGOTTEN))


def workers(session: Session) -> list[dict[str, Any]]:
    """The workers of this service that were seen lately: worker, pid, version, seen_at; newest first."""
    lately = heartbeat.c.seen_at > func.now() - FORGOTTEN
    wanted = select(heartbeat).where(heartbeat.c.worker != BEAT, lately)
    rows = session.execute(wanted.order_by(heartbeat.c.seen_at.desc()))
    return [dict(row._mapping) for row in rows]


def last_tick(session: Session) -> datetime | None:
    """When a tick of the beat was taken last."""
    return session.execute(select(heartbeat.c.seen_at).where(heartbeat.c.worker == BEAT)).scalar_one_or_none()


def attach(database: Database, refusals: Refusals) -> None:
    """Let the worker of this process sign from when it is ready until it ends, and write down what its gate refused."""
    ending = threading.Event()

    @worker_ready.connect(weak=False)
    def _begin(sender: Any = None, **_: Any) -> None:
        threading.Thread(target=_go_on, args=(database, sender.hostname, ending, refusals), daemon=True).start()

    @worker_shutdown.connect(weak=False)
    def _end(**_: Any) -> None:
        ending.set()


def _go_on(database: Database, name: str, ending: threading.Event, refusals: Refusals) -> None:
    new = True
    while True:
        counts = refusals.fetch()
        try:
            _sign_of_life(database, name, counts, new=new)
            new = False
        except Refused:
            refusals.give_back(counts)
            log.warning("the heartbeat could not be written: the database does not answer")
        if ending.wait(EVERY):
            return


def _sign_of_life(database: Database, name: str, counts: dict[Found, int], *, new: bool) -> None:
    """With what the gate refused since the last one; a ``new`` worker's first one forgets those of long ago."""
    with database.transaction() as session:
        if new:
            forget(session, clock.now())
        sign(session, name, clock.now())
        refused.write(session, counts, clock.now())
