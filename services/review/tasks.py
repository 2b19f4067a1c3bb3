"""What arrives at review from other services, and its timed jobs. Each receiver is a few lines around an action."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from services.handoffs import audit_root, settled
from services.handoffs.envelope import Envelope
from services.handoffs.inbox import Handler
from services.handoffs.intake_to_review import (
    APPLICANT_CORRECTED,
    CASE_FORWARDED,
    LETTER_HANDED_OVER,
    WITHDRAWAL_REQUESTED,
)
from services.handoffs.letters_to_review import LETTER_PROGRESSED
from services.handoffs.registry_to_review import CASE_ARCHIVED_REVIEW, CASE_DESTROYED_REVIEW, LETTER_REGISTERED
from services.review import notices, rules
from services.review.actions import clock, erasing, letters, receiving, statistics
from services.review.tables import Case
from services.shared.jobs.schedule import Job
from services.shared.unit_of_work import Work


def _case_forwarded(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    receiving.receive(work, envelope.case_no, body, rules.today(datetime.fromisoformat(envelope.sent_at)))


def _withdrawal_requested(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    receiving.withdraw(work, envelope.case_no, body)


def _applicant_corrected(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    receiving.correct_applicant(work, envelope.case_no, body)


def _letter_handed_over(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    letters.note_handed_over(work, envelope.case_no, body)


def _letter_progressed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    letters.note_progress(work, envelope.case_no, body)


def _letter_registered(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    letters.note_registered(work, envelope.case_no, body)


def _case_archived(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    receiving.note_archived(work, envelope.case_no, body)


def _case_destroyed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    erasing.erase(work, envelope.case_no, body)


HANDLERS: dict[str, Handler] = {
    CASE_FORWARDED.kind: _case_forwarded,
    WITHDRAWAL_REQUESTED.kind: _withdrawal_requested,
    APPLICANT_CORRECTED.kind: _applicant_corrected,
    LETTER_HANDED_OVER.kind: _letter_handed_over,
    LETTER_PROGRESSED.kind: _letter_progressed,
    LETTER_REGISTERED.kind: _letter_registered,
    CASE_ARCHIVED_REVIEW.kind: _case_archived,
    CASE_DESTROYED_REVIEW.kind: _case_destroyed,
}
JOBS: tuple[Job, ...] = (
    audit_root.daily("review"),
    Job("review.reminders", timedelta(minutes=15), notices.remind_all),
    Job("review.statistics", timedelta(minutes=5), statistics.refresh),
    Job("review.escalate", timedelta(minutes=10), clock.escalate),
    settled.job("review", select(Case.case_no, Case.ended_at)),
)
