"""What arrives at letters from other services, and its timed jobs. Each receiver is a few lines around an action."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services.handoffs import audit_root, conflicts, job_failures, settled
from services.handoffs.envelope import Envelope
from services.handoffs.inbox import Handler
from services.letters import notices
from services.letters.actions import changes, erasing, initials, numbers, requests
from services.letters.actions.attaching import CUSTODY
from services.letters.tables import Letter
from services.shared.files.tending import jobs
from services.shared.jobs.schedule import Job
from services.shared.unit_of_work import Work


def letter_requested(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 12b, 12c, 12d: the team shall write this letter."""
    requests.receive(work, envelope.case_no, body)


def letter_cancelled(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The case was withdrawn, or the decision taken back."""
    changes.cancel(work, body["letter_id"], body["reason"])


def conflict_marked(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """A conflict of interest was marked or lifted while letters are under way."""
    changes.note_conflict(work, envelope.case_no, body)


def team_changed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 8c was changed: other members write the letters of the case."""
    changes.note_team(work, envelope.case_no, body["team"])


def case_ended(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The case of these letters is over."""
    changes.note_case_ended(work, envelope.case_no, body["ended_at"])


def case_destroyed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Retention has ended: the archive was destroyed."""
    erasing.erase(work, envelope.case_no, body)


def number_reserved(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 15, numbers reserved: the registry booked this letter's number."""
    numbers.number_reserved(work, body)


def classification_added(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The registrar added a code in the agenda: the editor offers it."""
    changes.note_classification(work, body["code"], body["label"])


HANDLERS: dict[str, Handler] = {
    "letter_requested": letter_requested,
    "letter_cancelled": letter_cancelled,
    "conflict_marked": conflict_marked,
    "team_changed": team_changed,
    conflicts.KIND: conflicts.noted,
    conflicts.FORGOTTEN: conflicts.forgotten,
    "case_ended": case_ended,
    "case_destroyed": case_destroyed,
    "number_reserved": number_reserved,
    "classification_added": classification_added,
}
JOBS: tuple[Job, ...] = (
    audit_root.daily("letters"),
    Job("letters.reminders", timedelta(minutes=15), notices.remind_all),
    Job("letters.lapse_numbers", timedelta(minutes=30), numbers.lapse_numbers),
    Job("letters.pass_initials", timedelta(minutes=15), initials.pass_on_all),
    Job("letters.certificates", timedelta(days=1), notices.tell_of_certificates),
    *jobs("letters", CUSTODY),
    job_failures.job("letters"),
    settled.job("letters", select(Letter.case_no, Letter.case_ended_at.label("ended_at"))),
)
