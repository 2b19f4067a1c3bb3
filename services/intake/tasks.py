"""What arrives at intake from other services, and its timed jobs."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from services.handoffs import audit_root, conflicts, job_failures, settled
from services.handoffs.inbox import Handler
from services.handoffs.invitations import (
    INVITATION,
    INVITATION_CANCELLED,
    INVITATION_CHANGED,
    INVITATION_PAPERS,
    INVITATION_RESULT,
    PROMISE_BROKEN,
)
from services.handoffs.paper_moves import PAPER_MOVED
from services.handoffs.registry_to_intake import CASE_ARCHIVED_INTAKE, CASE_DESTROYED_INTAKE, LETTER_READY
from services.handoffs.review_to_intake import (
    CASE_AMENDED,
    CASE_CLOSED,
    CASE_PROGRESSED,
    CASE_RETURNED,
    EVIDENCE_HANDED,
    NOTICE_LETTER,
)
from services.intake.actions import (
    completeness,
    erasing,
    indexing,
    invitations,
    messages,
    paper_moves,
    reported,
    uncollected,
    withdrawing,
)
from services.intake.actions.custody import CUSTODY
from services.intake.actions.files import RECEIVER
from services.intake.notices import reminders
from services.intake.notices.recipients import ApplicantRecipients
from services.intake.survey.on_paper import SHEETS
from services.intake.survey.tasks import JOBS as SURVEY_JOBS
from services.intake.tables import Complaint
from services.shared.files import rechecking, tending
from services.shared.files.uploads import finishing
from services.shared.jobs.schedule import Job
from services.shared.notices import alerts, digest

HANDLERS: dict[str, Handler] = {  # a message: the action that it leads to
    CASE_RETURNED.kind: messages.take_back,
    CASE_PROGRESSED.kind: messages.progress,
    CASE_CLOSED.kind: messages.end,
    CASE_AMENDED.kind: messages.amend,
    NOTICE_LETTER.kind: completeness.letter_came,
    INVITATION.kind: invitations.invited,
    INVITATION_CHANGED.kind: invitations.changed,
    INVITATION_PAPERS.kind: invitations.papers_came,
    INVITATION_CANCELLED.kind: invitations.called_off,
    INVITATION_RESULT.kind: invitations.held,
    EVIDENCE_HANDED.kind: messages.evidence_handed,
    PROMISE_BROKEN.kind: invitations.promise_broken,
    LETTER_READY.kind: messages.letter_ready,
    CASE_ARCHIVED_INTAKE.kind: messages.archived,
    CASE_DESTROYED_INTAKE.kind: erasing.erase,
    PAPER_MOVED["review"].kind: lambda work, envelope, body: paper_moves.take_move(work, envelope.case_no, body),
    conflicts.KIND: lambda work, envelope, body: reported.take_conflicts(work, envelope.case_no, body),
}
JOBS: tuple[Job, ...] = (
    audit_root.daily("intake"),
    Job("intake.lapse", timedelta(hours=1), withdrawing.expire_all),
    Job("intake.uncollected", timedelta(hours=1), uncollected.call_all),
    Job("intake.withdrawals", timedelta(minutes=1), withdrawing.end_due),
    Job("intake.reminders", timedelta(minutes=15), reminders.remind_all),
    Job("intake.digest", timedelta(minutes=5), digest.post_due),
    job_failures.job("intake"),
    Job("intake.alerts", timedelta(seconds=10), alerts.hand_over),
    Job("intake.conflicts", timedelta(minutes=5), lambda work: conflicts.tell_untold(work, "review", "registry")),
    settled.job("intake", select(Complaint.case_no, Complaint.ended_at)),
    Job("intake.uploads", timedelta(minutes=10), partial(finishing.sweep, RECEIVER)),
    Job("intake.evidence", timedelta(seconds=10), partial(tending.tend, CUSTODY)),
    Job("intake.recheck", rechecking.EVERY, partial(rechecking.recheck, CUSTODY)),
    Job("intake.survey_sheets", timedelta(minutes=1), partial(tending.tend, SHEETS)),
    Job("intake.survey_recheck", rechecking.EVERY, partial(rechecking.recheck, SHEETS)),
    indexing.JOB,
    *SURVEY_JOBS,
)
RECIPIENTS = ApplicantRecipients()
