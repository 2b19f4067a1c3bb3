"""What the gates of the workers refused, written down for people: by queue, sender and reason, how often, when last."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.handoffs.tables import refused_task
from services.shared.jobs.refusals import Found, Reason

log = logging.getLogger(__name__)
FRESH = timedelta(days=1)  # so long a refusal calls for somebody
LABELS = {
    Reason.MALFORMED: "bukan pesan Sigap",
    Reason.UNKNOWN_TASK: "tugas yang tidak dikenal",
    Reason.FOREIGN_QUEUE: "lewat antrean yang bukan untuk tugas itu",
    Reason.EMBEDDED_WORK: "membawa pekerjaan lain di dalamnya",
    Reason.UNSIGNED: "tidak bertanda tangan",
    Reason.UNSIGNED_ACCEPTED: "tidak bertanda tangan, masih diterima",
    Reason.WRONG_SIGNATURE: "tanda tangan tidak cocok",
    Reason.FOREIGN_SENDER: "pengirim tidak berhak atas tugas itu",
    Reason.FOREIGN_CONTENT: "isi atas nama layanan lain",
    Reason.CLOCK: "jam pengirim jauh di depan",
}


def write(session: Session, counts: dict[Found, int], now: datetime) -> None:
    """Add to the counts, and say it in the log: one line for many, so that a flood fills no disk."""
    for (queue, sender, reason), times in sorted(counts.items()):
        log.warning("the gate at %s: %s, %d times, as %s", queue, reason, times, sender or "nobody we know")
        row = insert(refused_task).values(queue=queue, sender=sender, reason=reason, times=times, since=now, at=now)
        again = {"times": refused_task.c.times + times, "at": now}
        session.execute(row.on_conflict_do_update(index_elements=["queue", "sender", "reason"], set_=again))


def read(session: Session) -> list[dict[str, Any]]:
    """queue, sender ("" for nobody we know), reason, label, times, since, at; the newest first."""
    rows = session.execute(select(refused_task).order_by(refused_task.c.at.desc(), refused_task.c.queue))
    return [{**row._mapping, "label": LABELS[Reason(row.reason)]} for row in rows]
