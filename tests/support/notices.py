"""Builders for notices: one posted row, and what became of it."""

from __future__ import annotations

import importlib
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select

from services.shared.config import zone
from services.shared.notices.posting import Via, post
from services.shared.notices.tables import notice
from services.shared.rights.people import SYSTEM
from services.shared.staff.tables import bell_notice
from services.shared.unit_of_work import Service
from tests.support.office import TestOffice


def posted(service: Service, via: Via = Via.EMAIL, to: str = "olga@kecamatan.example", **changes: Any) -> str:
    """Post a notice to an address outside, in a transaction of its own; returns its subject."""
    subject = f"UJI-{uuid.uuid4().hex[:10]}"
    values: dict[str, Any] = {
        "kind": "trial",
        "subject": subject,
        "recipient": "somebody",
        "occasion": "1",
        "text": f"Ada kabar tentang {subject}",
        "link": "/intake/track",
        "via": via,
        "address": service.vault.encrypt(to) if via != Via.BELL else None,
    } | changes
    with service.work(SYSTEM, values.pop("now", None)) as work:
        post(work, **values)
    return str(values["subject"])


def of(service: Service, subject: str, kind: str | None = None) -> list[Row[Any]]:
    """The notices about a subject, oldest first."""
    wanted = select(notice).where(notice.c.subject == subject).order_by(notice.c.created_at, notice.c.recipient)
    if kind:
        wanted = wanted.where(notice.c.kind == kind)
    with service.reading() as session:
        return list(session.execute(wanted))


def one(service: Service, subject: str) -> Row[Any]:
    """The only notice about a subject, without the word of its failure."""
    (row,) = [row for row in of(service, subject) if row.kind != "notice_failed"]
    return row


def bells(service: Service, username: str, words: str) -> list[Row[Any]]:
    """What stands in a person's bell with these words."""
    wanted = select(bell_notice).where(bell_notice.c.username == username, bell_notice.c.text.contains(words))
    with service.staff.transaction() as session:
        return list(session.execute(wanted.order_by(bell_notice.c.at)))


def remind(office: TestOffice, name: str, now: datetime) -> None:
    """Run the reminders of one service at a moment, whatever slots were taken before."""
    (job,) = [job for job in importlib.import_module(f"services.{name}.tasks").JOBS if job.name == f"{name}.reminders"]
    with office.service(name).work(SYSTEM, now) as work:
        job.run(work)


def told(service: Service, subject: str) -> list[tuple[str, str]]:
    """(recipient, kind) of what was posted about a subject, oldest first."""
    return [(row.recipient, row.kind) for row in of(service, subject)]


def at(day: str, hour: str = "08:00") -> datetime:
    """A moment by the office's wall clock, in UTC as the product keeps it: ``at("2026-11-24", "06:59")``."""
    return datetime.fromisoformat(f"{day}T{hour}:00").replace(tzinfo=zone.of_office()).astimezone(UTC)
