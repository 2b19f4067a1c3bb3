"""Who saw what of whom: a row per person, subject and hour, in the staff's schema, for all services (UU 27/2022).

The audit trail of each service holds what somebody *did*, and looks that need a reason. This table holds every look at
data of a subject (a case number), so that the person concerned can be told who saw them. Rows are only ever added: the
services' role may neither change nor delete them. An hour is exact enough, and keeps a busy desk from filling it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import Column, DateTime, Index, MetaData, Row, String, Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.shared.data.database import Database
from services.shared.rights.people import SYSTEM, Actor

METADATA = MetaData()

look = Table(
    "look",
    METADATA,
    Column("subject", String, primary_key=True),
    Column("hour", DateTime(timezone=True), primary_key=True),
    Column("actor", String, primary_key=True),
    Column("service", String, primary_key=True),
    Column("what", String, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor_name", String, nullable=False),
    Column("roles", String, nullable=False),
    Column("address", String, nullable=False),
    Index("ix_look_hour", "hour", "subject"),
    Index("ix_look_actor", "actor", "hour"),
)

WHAT = {
    "case": "Halaman pengaduan dengan identitas",
    "masked": "Halaman pengaduan, identitas disamarkan",
    "story": "Riwayat pengaduan",
    "nik": "NIK lengkap",
    "file": "Berkas",
    "letter": "Surat",
    "archive": "Arsip",
    "whole_archive": "Seluruh arsip, dengan identitas",
    "copy": "Salinan data pribadi",
    "practice": "Pembersihan data latihan",
    "access_log": "Daftar siapa melihat",
}
MOST = 5_000  # looks that are told at once; whoever tells them says so where there are more
_REMEMBERED = 5_000  # looks that this process has written already, so that a page opened again costs nothing
_written: OrderedDict[tuple[str, ...], None] = OrderedDict()
_lock = Lock()


def note(staff: Database, service: str, actor: Actor, subject: str, what: str, now: datetime) -> None:
    """Write that this person saw this, once an hour.

    Raises:
        Unavailable: it cannot be written; then nothing is shown either.
    """
    if actor.username == SYSTEM.username:
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    row = {"subject": subject, "hour": hour, "actor": actor.username, "service": service, "what": what}
    key = tuple(map(str, (staff.url, *row.values())))
    with _lock:
        if key in _written:
            return
    known = {"at": now, "actor_name": actor.name, "roles": actor.role_label, "address": actor.address}
    with staff.transaction() as session:
        session.execute(insert(look).values(row | known).on_conflict_do_nothing())
    with _lock:
        _written[key] = None
        while len(_written) > _REMEMBERED:
            _written.popitem(last=False)


def at(session: Session, subjects: Sequence[str], limit: int = MOST) -> Sequence[Row[Any]]:
    """Who saw these subjects, the newest look first; of the staff's schema."""
    wanted = select(look).where(look.c.subject.in_(subjects)).order_by(look.c.at.desc(), look.c.subject)
    return session.execute(wanted.limit(limit)).all()


def between(
    session: Session, first: datetime, last: datetime, *, actor: str | None = None, service: str | None = None
) -> Sequence[Any]:
    """Which subjects were seen in a period, and what of them: (subject, what, actor, actor_name), each once."""
    columns = (look.c.subject, look.c.service, look.c.what, look.c.actor, look.c.actor_name)
    wanted = select(*columns).distinct().where(look.c.at >= first, look.c.at < last)
    wanted = wanted.where(look.c.hour >= first.replace(minute=0, second=0, microsecond=0), look.c.hour < last)
    if actor:
        wanted = wanted.where(look.c.actor == actor)
    if service:
        wanted = wanted.where(look.c.service == service)
    return session.execute(wanted.order_by(look.c.subject, look.c.service, look.c.what, look.c.actor)).all()
