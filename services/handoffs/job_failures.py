"""Timed: administrators are told once which timed job fails, for which thing, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

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
    told = [
        _tell(work, row.job, _what(row), row.since, f"gagal untuk {row.subject}: {row.reason}")
        for row in rows.failed(work.session)
    ]
    for name, failure in schedule.failures(work.session).items():
        told.append(_tell(work, name, name, failure["since"], f"gagal: {failure['reason']}"))
    still = {_what(row) for row in rows.failed(work.session)} | set(schedule.failures(work.session))
    over_but(work.session, KIND, still, work.actor.username, work.now)
    return f"{sum(told)} kegagalan diberitahukan"


def _what(row: Row[Any]) -> str:
    return f"{row.job} ({row.subject})"


def _tell(work: Work, job_name: str, what: str, since: datetime, words: str) -> bool:
    return post(
        work,
        kind=KIND,
        subject=what,
        recipient=role(Role.ADMIN),
        occasion=since.isoformat(),
        text=f"Pekerjaan berkala {job_name} {words} Dicoba lagi otomatis.",
        link=f"/{work.service.name}/operations",
    )
