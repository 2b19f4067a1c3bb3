"""The timed job that reads archived files again at a set rate, the longest unread first."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from services.registry.actions import incidents
from services.registry.fixity.reading import Finding, reread
from services.registry.queries.fixity import Due, next_due
from services.registry.tables import ArchiveCase, ArchiveItem
from services.registry.tables.incidents import ARCHIVE, FIXITY
from services.shared.errors import Unavailable
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service, Work

log = logging.getLogger(__name__)
BUDGET = 15  # seconds after which a run begins no further file: the worker has handoffs to take, too


def check_archive(work: Work, budget: float = BUDGET) -> str:
    """Read files again until the minute's rate or the budget is used up; returns the outcome for the job table.

    A file larger than the rate is read in one go; the rate is an average that keeps the store free for people.
    """
    service, end = work.service, time.monotonic() + budget
    files = size = wrong = 0
    rate = service.office.archive.recheck_rate * 1_000_000
    while time.monotonic() < end and size < rate and (due := _next(service, work.now)):
        try:
            finding = reread(service.store, due.stored, due.contents, service.settings.spool_dir)
        except Unavailable as error:
            return f"{_words(files, size, wrong)}; {error.message}"
        except Exception as error:
            log.exception("archived file %s could not be checked", due.stored.key)
            words = "Berkas arsip tidak dapat diperiksa."
            finding = Finding("fixity_unreadable", words, f"{due.stored.key}: {type(error).__name__}")
        note(service, due, finding, work.now)
        files, size, wrong = files + 1, size + due.stored.size, wrong + (finding is not None)
    return _words(files, size, wrong)


def note(service: Service, due: Due, finding: Finding | None, now: datetime) -> None:
    """Write down what was found; an earlier incident about the file heals when it is whole again."""
    with service.work(SYSTEM, now) as work:
        if not _mark(work, due):
            return  # the package was made anew meanwhile, or destroyed
        healed = FIXITY if finding is None else [kind for kind in FIXITY if kind != finding.kind]
        incidents.heal(work, due.case_no, due.subject, healed)
        if finding is not None:
            log.error("archived file %s: %s", due.stored.key, finding.kind)
            incidents.note(work, due.case_no, due.subject, finding.kind, finding.message, finding.detail)
            work.audit("fixity", due.case_no, finding.message, story=False, key=due.stored.key, kind=finding.kind)


def _mark(work: Work, due: Due) -> bool:
    table: Any = ArchiveCase if due.subject == ARCHIVE else ArchiveItem
    same = table.package == due.stored.as_dict() if table is ArchiveCase else table.key == due.stored.key
    ours = table.case_no == due.case_no if table is ArchiveCase else table.letter_id == due.subject
    done = work.session.execute(update(table).where(ours, same).values(checked_at=work.now))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _next(service: Service, now: datetime) -> Due | None:
    with service.reading() as session:
        return next_due(session, now - timedelta(days=service.office.archive.recheck_days))


def _words(files: int, size: int, wrong: int) -> str:
    megabytes = f"{size / 1_000_000:.1f}".replace(".", ",")
    return f"{files} berkas dibaca ulang, {megabytes} MB, {wrong} rusak"
