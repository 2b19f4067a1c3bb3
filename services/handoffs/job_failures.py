"""Timed: administrators are told once which timed job fails, for which thing, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from services.handoffs.operations.words import job_in_words
from services.shared.jobs import rows, schedule
from services.shared.jobs.schedule import Job
from services.shared.notices.ending import over_but
from services.shared.notices.posting import post, role
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

KIND = "job_failed"


def job(service: str) -> Job:
    """The timed job of one service."""
    return Job(f"{service}.job_failures", timedelta(minutes=1), tell)


def tell(work: Work) -> str:
    """A notice for each failure that nobody was told of; one that went on failing since then is the same failure."""
    rows.forget_settled(work)
    found = _found(work.session)
    told = rows.each(work, found, str, lambda what: _tell(work, what, *found[what]))
    over_but(work.session, KIND, set(found), work.actor.username, work.now)
    return f"{sum(told)} kegagalan diberitahukan"


def _found(session: Session) -> dict[str, tuple[str, datetime, str]]:
    """What fails now: for which job, since when, in which words."""
    of_things = {
        _what(row): (row.job, row.since, f"gagal untuk {row.subject}: {row.reason}") for row in rows.failed(session)
    }
    whole = schedule.failures(session).items()
    return of_things | {name: (name, failure["since"], f"gagal: {failure['reason']}") for name, failure in whole}


def _what(row: Row[Any]) -> str:
    return f"{row.job} ({row.subject})"


def _tell(work: Work, what: str, job_name: str, since: datetime, words: str) -> bool:
    return post(
        work,
        kind=KIND,
        subject=what,
        recipient=role(Role.ADMIN),
        occasion=since.isoformat(),
        text=f"Pekerjaan terjadwal “{job_in_words(job_name)}” {words} Dicoba lagi otomatis.",
        link=f"/{work.service.name}/operations",
    )
