"""The state of the channels of one service: the same facts for the page and the metrics. Nothing names a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, column, func, select, values
from sqlalchemy.orm import Session

from services.shared.notices import rows
from services.shared.notices.channels import channels
from services.shared.notices.posting import OUTSIDE, Via
from services.shared.notices.tables import notice
from services.shared.rights import barring
from services.shared.unit_of_work import Service

NOTHING: tuple[int, datetime | None, str] = (0, None, "")  # of a channel for which nothing waits
LABELS = {
    Via.BELL: "Lonceng petugas",
    Via.EMAIL: "E-mail",
    Via.SMS: "SMS",
    Via.WHATSAPP: "WhatsApp",
    Via.BY_HAND: "Disampaikan petugas",
}
SHOWN = 50  # failed notices on the page


@dataclass(frozen=True)
class ChannelState:
    """One channel: where it sends (None: off), what waits since when, what failed, when it worked last, its error."""

    via: Via
    described: str | None
    waiting: int
    oldest: datetime | None
    last_error: str
    failed: int
    last_sent: datetime | None

    @property
    def label(self) -> str:
        """The channel in Indonesian."""
        return LABELS[self.via]


@dataclass(frozen=True)
class Status:
    """The channels of one service at a moment, and the notices that failed."""

    service: str
    at: datetime
    channels: list[ChannelState]
    failed: Sequence[Row[Any]]


def read(service: Service, now: datetime) -> Status:
    """Gather the facts; four queries, whatever has been sent so far."""
    described = _described(service)
    with service.reading() as session:
        waiting, failed, last = _waiting(session), _failed(session), _last_sent(session)
        listed = _newest_failed(session)
    states = [
        ChannelState(via, described[via], *waiting.get(via, NOTHING), failed.get(via, 0), last.get(via)) for via in Via
    ]
    return Status(service.name, now, states, listed)


def _described(service: Service) -> dict[Via, str | None]:
    """By what each channel sends; None where it is not set up."""
    known = channels(service.settings, service.office.name)
    outside = {via: known[via].described if via in known else None for via in OUTSIDE}
    return outside | {Via.BELL: "Di halaman petugas", Via.BY_HAND: "Tugas petugas"}


def _newest_failed(session: Session) -> Sequence[Row[Any]]:
    wanted = select(notice).where(notice.c.failed_at.is_not(None), *barring.unseen(session, notice.c.subject))
    return session.execute(wanted.order_by(notice.c.failed_at.desc()).limit(SHOWN)).all()


def _waiting(session: Session) -> dict[Via, tuple[int, datetime | None, str]]:
    """How many of each channel, since when, and the last error of any."""
    found = session.execute(
        select(
            notice.c.channel,
            func.count().label("count"),
            func.min(notice.c.created_at).label("oldest"),
            func.max(notice.c.error).label("error"),
        )
        .where(rows.OPEN)
        .group_by(notice.c.channel)
    )
    return {Via(channel): (count, oldest, error) for channel, count, oldest, error in found}


def _failed(session: Session) -> dict[Via, int]:
    wanted = select(notice.c.channel, func.count()).where(notice.c.failed_at.is_not(None)).group_by(notice.c.channel)
    return {Via(channel): count for channel, count in session.execute(wanted)}


def _last_sent(session: Session) -> dict[Via, datetime]:
    """Per channel by its index: the table may be long."""
    each = values(column("via", String), name="each").data([(str(via),) for via in Via])
    newest = select(func.max(notice.c.sent_at)).where(notice.c.channel == each.c.via).scalar_subquery()
    found = session.execute(select(each.c.via, newest.label("at")))
    return {Via(row.via): row.at for row in found if row.at}
