"""What arrives at registry from other services, and its timed jobs. Each receiver is a few lines around an action."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services.handoffs import conflicts, job_failures, settled
from services.handoffs.audit_root import EVERY
from services.handoffs.envelope import Envelope
from services.handoffs.inbox import Handler
from services.handoffs.intake_to_registry import OPENING_CANCELLED
from services.registry import notices
from services.registry.actions import (
    adopting,
    allotted,
    anchoring,
    blocks,
    checking,
    ending,
    from_paper,
    indexing,
    mistaken,
    receiving,
    reserving,
)
from services.registry.actions.destroyed import ask_after_destroyed
from services.registry.actions.destroying import destroy_archives
from services.registry.actions.proposing import propose
from services.registry.actions.stamping import CUSTODY
from services.registry.archiving.evidence import seal_evidence
from services.registry.archiving.job import archive_cases
from services.registry.archiving.resealing import seal_packages
from services.registry.fixity.job import check_archive
from services.registry.fixity.stamps import renew_stamps
from services.registry.tables import ArchiveCase
from services.shared.files.tending import jobs
from services.shared.jobs.schedule import Job
from services.shared.unit_of_work import Work


def letter_signed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 15 to 16: the letter that the Camat signed."""
    receiving.receive(work, envelope.case_no, body)


def letter_voided(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """A signed letter is no longer wanted."""
    receiving.void(work, body["letter_id"], body["reason"])


def number_requested(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 15, numbers reserved: this letter wants its number before the signature."""
    reserving.reserve_number(work, envelope.case_no, body)


def number_released(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """A reserved number is not used."""
    reserving.release_number(work, body["letter_id"], body["reason"], body["number"])


def case_ended(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """A case has ended, in review or at the desk: register book and archive."""
    ending.note_ended(work, envelope.case_no, body)


def opening_cancelled(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """A number without a case: the desk opened it by mistake."""
    mistaken.note_mistaken(work, envelope.case_no, body)


def dossier_part(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """A service's part of the archived case; often before the end is known here."""
    ending.store_part(work, envelope.case_no, envelope.sender, body)


def evidence_listed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 12d: the list of a package of evidence wants the office's seal."""
    seal_evidence(work, envelope.case_no, body)


def paper_register(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The first day: rows of this year's paper register book."""
    from_paper.write_register(work, body)


def paper_agenda(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The first day: letters of this year's paper agenda."""
    from_paper.write_agenda(work, body)


def trail_root(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The newest hash of another service's audit trail, to be signed and kept."""
    anchoring.anchor_trail(work, envelope.sender, body)


HANDLERS: dict[str, Handler] = {
    "letter_signed": letter_signed,
    "letter_voided": letter_voided,
    "number_requested": number_requested,
    "number_released": number_released,
    "case_ended": case_ended,
    conflicts.KIND: conflicts.noted,
    conflicts.FORGOTTEN: conflicts.forgotten,
    OPENING_CANCELLED.kind: opening_cancelled,
    "dossier_part": dossier_part,
    "evidence_listed": evidence_listed,
    "paper_register": paper_register,
    "paper_agenda": paper_agenda,
    "audit_root": trail_root,
}
JOBS: tuple[Job, ...] = (
    Job("registry.anchors", EVERY, anchoring.anchor_own),
    Job("archive_cases", timedelta(seconds=30), archive_cases),
    Job("seal_packages", timedelta(minutes=5), seal_packages),
    Job("check_archive", timedelta(minutes=1), check_archive),
    Job("renew_stamps", timedelta(hours=1), renew_stamps),
    Job("propose_destruction", timedelta(days=1), propose),
    Job("ask_after_destroyed", timedelta(hours=1), ask_after_destroyed),
    Job("destroy_archives", timedelta(seconds=30), destroy_archives),
    Job("forget_checks", timedelta(seconds=15), checking.forget, rest=timedelta(minutes=1)),
    Job("registry.codes", timedelta(minutes=10), blocks.tell_codes, rest=timedelta(hours=6)),
    Job("registry.numbers", timedelta(hours=1), allotted.look_after),
    Job("registry.reminders", timedelta(minutes=15), notices.remind_all),
    indexing.JOB,
    adopting.JOB,
    *jobs("registry", CUSTODY),
    job_failures.job("registry"),
    settled.job("registry", select(ArchiveCase.case_no, ArchiveCase.ended_at)),
)
