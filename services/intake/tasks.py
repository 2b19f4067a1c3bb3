"""What arrives at intake from other services, and its timed jobs. Each receiver is a few lines around an action."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from services.handoffs import audit_root, settled
from services.handoffs.envelope import Envelope
from services.handoffs.inbox import Handler
from services.handoffs.registry_to_intake import CASE_ARCHIVED_INTAKE, CASE_DESTROYED_INTAKE, LETTER_READY
from services.handoffs.review_to_intake import CASE_CLOSED, CASE_PROGRESSED, CASE_RETURNED
from services.intake.actions import erasing, messages, withdrawal
from services.intake.actions.custody import CUSTODY
from services.intake.actions.files import RECEIVER
from services.intake.notices import reminders
from services.intake.notices.recipients import ApplicantRecipients
from services.intake.survey.tasks import JOBS as SURVEY_JOBS
from services.intake.tables import Complaint
from services.shared.files import rechecking, tending
from services.shared.files.uploads import finishing
from services.shared.jobs.schedule import Job
from services.shared.notices import digest
from services.shared.unit_of_work import Work


def case_returned(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 6-7, the 'no' side."""
    messages.take_back(work, envelope.case_no, body)


def case_progressed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Steps 6 to 14: where the case is."""
    messages.progress(work, envelope.case_no, body)


def case_closed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The end, by whichever branch."""
    messages.end(work, envelope.case_no, body)


def letter_ready(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 16 to 17."""
    messages.letter_ready(work, envelope, body)


def case_archived(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The whole case lies in the archive."""
    messages.note_archived(work, envelope.case_no, body)


def case_destroyed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Retention has ended: the archive was destroyed."""
    erasing.erase(work, envelope.case_no, body)


HANDLERS: dict[str, Handler] = {
    CASE_RETURNED.kind: case_returned,
    CASE_PROGRESSED.kind: case_progressed,
    CASE_CLOSED.kind: case_closed,
    LETTER_READY.kind: letter_ready,
    CASE_ARCHIVED_INTAKE.kind: case_archived,
    CASE_DESTROYED_INTAKE.kind: case_destroyed,
}
JOBS: tuple[Job, ...] = (
    audit_root.daily("intake"),
    Job("intake.lapse", timedelta(hours=1), withdrawal.expire_all),
    Job("intake.reminders", timedelta(minutes=15), reminders.remind_all),
    Job("intake.digest", timedelta(minutes=5), digest.post_due),
    settled.job("intake", select(Complaint.case_no, Complaint.ended_at)),
    Job("intake.uploads", timedelta(minutes=10), partial(finishing.sweep, RECEIVER)),
    Job("intake.evidence", timedelta(seconds=10), partial(tending.tend, CUSTODY)),
    Job("intake.recheck", rechecking.EVERY, partial(rechecking.recheck, CUSTODY)),
    *SURVEY_JOBS,
)
RECIPIENTS = ApplicantRecipients()
