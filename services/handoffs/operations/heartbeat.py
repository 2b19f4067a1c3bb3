"""Signs of life of a service's worker, written at each tick of the beat: the worker runs, and so does the beat."""

from __future__ import annotations

import os
import socket
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.handoffs.tables import heartbeat

VERSION = "0.1.0"


def beat(session: Session, now: datetime) -> None:
    """Note that this worker lives. One row per host, so that a restarted worker replaces itself."""
    values: dict[str, Any] = {"pid": os.getppid(), "version": VERSION, "seen_at": now}
    session.execute(
        insert(heartbeat)
        .values(worker=socket.gethostname(), **values)
        .on_conflict_do_update(index_elements=[heartbeat.c.worker], set_=values)
    )


def workers(session: Session) -> list[dict[str, Any]]:
    """The workers of this service: worker, pid, version, seen_at; newest first."""
    rows = session.execute(select(heartbeat).order_by(heartbeat.c.seen_at.desc()))
    return [dict(row._mapping) for row in rows]
