"""What arrives at review from other services, and its timed jobs. Each message is one action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from services.handoffs import audit_root, conflicts, job_failures, settled
from services.handoffs.envelope import Envelope
from services.handoffs.inbox import Handler
from services.handoffs.intake_to_review import (
    APPLICANT_CORRECTED,
    CASE_FORWARDED,
    LAPOR_NOTED,
    LETTER_HANDED_OVER,
    LETTER_UNCOLLECTED,
    URGENCY_NOTED,
    WITHDRAWAL_REQUESTED,
)
from services.handoffs.letters_to_review import LETTER_PROGRESSED
from services.handoffs.paper_moves import PAPER_MOVED
from services.handoffs.registry_to_review import (
    CASE_ARCHIVED_REVIEW,
    CASE_DESTROYED_REVIEW,
    EVIDENCE_SEALED,
    LETTER_REGISTERED,
    LETTER_SEALED,
)
from services.review.actions import (
    archive,
    deadlines,
    ending,
    evidence,
    indexing,
    lapor,
    letter_news,
    paper_moves,
    receiving,
    standing,
    statistics,
    uploading,
    urgency,
)
from services.review.actions.attachments import CUSTODY
from services.review.notices import reminders
from services.review.rules import dates
from services.review.tables import Case
from services.shared.files.tending import jobs
from services.shared.files.uploads import finishing
from services.shared.jobs.schedule import Job
from services.shared.unit_of_work import Work


def _case_forwarded(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    receiving.receive(work, envelope.case_no, body, dates.today(datetime.fromisoformat(envelope.sent_at)))


def _case(action: Callable[[Work, str, dict[str, Any]], None]) -> Handler:
    """A message about a case: an action that takes its number and the body."""
    return lambda work, envelope, body: action(work, envelope.case_no, body)


HANDLERS: dict[str, Handler] = {
    CASE_FORWARDED.kind: _case_forwarded,
    WITHDRAWAL_REQUESTED.kind: _case(ending.withdraw),
    URGENCY_NOTED.kind: _case(urgency.note_urgency),
    LAPOR_NOTED.kind: _case(lapor.note_lapor),
    PAPER_MOVED["intake"].kind: _case(paper_moves.take_move),
    APPLICANT_CORRECTED.kind: _case(receiving.correct_applicant),
    LETTER_HANDED_OVER.kind: _case(letter_news.note_handed_over),
    LETTER_UNCOLLECTED.kind: _case(letter_news.note_uncollected),
    LETTER_PROGRESSED.kind: _case(letter_news.note_progress),
    LETTER_SEALED.kind: _case(letter_news.note_sealed),
    LETTER_REGISTERED.kind: _case(letter_news.note_registered),
    EVIDENCE_SEALED.kind: _case(evidence.note_sealed),
    conflicts.KIND: _case(standing.take_conflicts),
    conflicts.FORGOTTEN: conflicts.forgotten,
    CASE_ARCHIVED_REVIEW.kind: _case(archive.note_archived),
    CASE_DESTROYED_REVIEW.kind: _case(archive.erase),
}
JOBS: tuple[Job, ...] = (
    audit_root.daily("review"),
    Job("review.reminders", timedelta(minutes=15), reminders.remind_all),
    Job("review.statistics", timedelta(minutes=5), statistics.refresh),
    Job("review.escalate", timedelta(minutes=10), deadlines.escalate),
    Job("review.conflicts", timedelta(minutes=5), standing.tell_untold),
    Job("review.standing", timedelta(minutes=10), standing.settle_all),
    indexing.JOB,
    Job("review.uploads", timedelta(hours=1), partial(finishing.sweep, uploading.RECEIVER)),
    *jobs("review", CUSTODY),
    job_failures.job("review"),
    settled.job("review", select(Case.case_no, Case.ended_at)),
)
