"""A complaint as one line of a list, for pages and API alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.handoffs import paper_moves
from services.intake.rules import cases
from services.intake.rules.likeness import REASONS, VERDICTS
from services.intake.shown.knowing import knows, knows_all
from services.intake.states import label_of
from services.intake.tables import Applicant, Complaint, Likeness
from services.intake.tables.encrypted import read_draft
from services.shared.config.office import Office
from services.shared.encryption.vault import Unreadable
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service

FACTS = (
    "case_no", "version", "received_at", "deadline", "class_code", "outcome", "stage", "state", "purpose", "round",
    "forwarded_at", "answer_by", "stage_note", "return_reason", "returned_by", "outcome_message", "branch", "ended_at",
    "archive_no", "archived_at", "lapor_no", "mistake", "entered_at", "taken_by", "late_reason", "paper_no",
    "urgent_at", "urgent_danger", "urgent_reason", "urgent_by",
)  # fmt: skip
UNTYPED = "(belum diisi)"
LOST_DRAFT = "(konsep tidak dapat dibuka: kuncinya hilang)"


def line(service: Service, complaint: Complaint, actor: Actor, now: datetime) -> dict[str, Any]:
    """A complaint as one line of a list."""
    applicant = complaint.applicant
    return {name: getattr(complaint, name) for name in FACTS} | {
        "state_label": label_of(complaint.state, complaint.outcome, complaint.branch),
        "days_left": days_left(service, complaint, now),
        "title": title(complaint),
        "applicant_name": applicant_name(service, complaint, actor),
        "village_name": village_name(service.office, applicant) if applicant else "",
        "clerk": complaint.clerk_name,
        "paper": paper_moves.shown(complaint),
    }


def days_left(service: Service, complaint: Complaint, now: datetime) -> int | None:
    """Working days until the present wait is over (negative: late); None where nothing is due."""
    if complaint.deadline is None:
        return None
    return service.calendar.between(cases.local_day(now), complaint.deadline)


def title(complaint: Complaint) -> str:
    """What it is about: as the form says, before there is one as the application book does."""
    return complaint.form.title if complaint.form else complaint.purpose


def applicant_name(service: Service, complaint: Complaint, actor: Actor) -> str:
    """Whose it is, as far as this person may know."""
    return _name(service, complaint) if knows(complaint, actor) else cases.HIDDEN_NAME


def _name(service: Service, complaint: Complaint) -> str:
    if complaint.applicant is not None:
        return cases.persons_line(complaint.applicant.name, complaint.represented_name)
    try:
        return str((read_draft(service.vault, complaint).get("applicant") or {}).get("name") or UNTYPED)
    except Unreadable:
        return LOST_DRAFT


def village_name(office: Office, applicant: Applicant) -> str:
    """The village in words."""
    return office.villages.get(applicant.village, applicant.village_other)


def likenesses(
    service: Service, case_no: str, pairs: Sequence[tuple[Likeness, Complaint]], actor: Actor, now: datetime
) -> list[dict[str, Any]]:
    """What may tell of the same thing, for those who may know whose complaints they are; nothing for others."""
    if not knows_all(actor):
        return []
    return [line(service, other, actor, now) | _alike(pair, case_no) for pair, other in pairs]


def _alike(pair: Likeness, case_no: str) -> dict[str, Any]:
    """Why the two may tell of the same thing, and what the clerk says to that."""
    return {
        "reasons": [REASONS[reason] for reason in pair.reasons],
        "score": pair.score,
        "verdict": pair.verdict,
        "verdict_label": VERDICTS[pair.verdict],
        "earlier": pair.case_no == case_no,
    }
