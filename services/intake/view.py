"""A complaint as data: what the API answers and the pages show. Masks the applicant of a confidential one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.intake.actions.draft import read_draft
from services.intake.queries import Records
from services.intake.rights import RIGHTS
from services.intake.rules import cases, duplicates
from services.intake.rules.files import FULL_NIK, IDENTIFYING, LABELS, PAPERS
from services.intake.states import MOVES, STATE_LABELS, State
from services.intake.tables import Applicant, CaseFile, Complaint, Handover, Likeness
from services.shared.config.office import Office
from services.shared.encryption.vault import Unreadable
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service

KNOWS = RIGHTS.everywhere("know_applicant")
FACTS = (
    "case_no", "version", "received_at", "deadline", "class_code", "outcome", "stage", "state", "purpose", "round",
    "forwarded_at", "answer_by", "stage_note", "return_reason", "returned_by", "outcome_message", "branch", "ended_at",
    "archive_no", "archived_at",
)  # fmt: skip
UNTYPED = "(belum diisi)"
LOST_DRAFT = "(konsep tidak dapat dibuka: kuncinya hilang)"


def knows(complaint: Complaint, actor: Actor) -> bool:
    """Whether this person may know who the applicant is."""
    confidential = complaint.applicant.confidential if complaint.applicant else True
    return RIGHTS.may("know_applicant", actor, confidential=confidential)


def may_open(complaint: Complaint, file: CaseFile, actor: Actor) -> bool:
    """Whether this person may open a file: the card and what else may show a NIK only clerk, section head and Camat."""
    if file.role in FULL_NIK and not RIGHTS.may("see_nik", actor):
        return False
    return file.role not in IDENTIFYING or knows(complaint, actor)


def line(service: Service, complaint: Complaint, actor: Actor, now: datetime) -> dict[str, Any]:
    """A complaint as one line of a list."""
    applicant, seen = complaint.applicant, knows(complaint, actor)
    form = complaint.form
    return {name: getattr(complaint, name) for name in FACTS} | {
        "state_label": STATE_LABELS[State(complaint.state)],
        "days_left": days_left(service, complaint, now),
        "title": form.title if form else complaint.purpose,
        "applicant_name": _name(service, complaint) if seen else cases.HIDDEN_NAME,
        "village_name": village_name(service.office, applicant) if applicant else "",
        "clerk": complaint.clerk_name,
    }


def days_left(service: Service, complaint: Complaint, now: datetime) -> int | None:
    """Working days until the present wait is over (negative: late); None where nothing is due."""
    if complaint.deadline is None:
        return None
    return service.calendar.between(cases.local_day(now), complaint.deadline)


def _name(service: Service, complaint: Complaint) -> str:
    if complaint.applicant is not None:
        return complaint.applicant.name
    try:
        return str((read_draft(service.vault, complaint).get("applicant") or {}).get("name") or UNTYPED)
    except Unreadable:
        return LOST_DRAFT


def village_name(office: Office, applicant: Applicant) -> str:
    """The village in words."""
    return office.villages.get(applicant.village, applicant.village_other)


def whole(service: Service, complaint: Complaint, records: Records, actor: Actor, now: datetime) -> dict[str, Any]:
    """A complaint with everything that this person may see of it."""
    opened = [file_line(complaint, file) for file in records.files if may_open(complaint, file, actor)]
    return line(service, complaint, actor, now) | {
        "missing": complaint.missing or [],
        "applicant": _applicant(service.office, complaint, actor),
        "complaint": _form(service.office, complaint),
        "reported_official": complaint.official,
        "completeness": records.checklist,
        "evidence": [file for file in opened if file["role"] not in PAPERS],
        "documents": [file for file in opened if file["role"] in PAPERS],
        "letter": _letter(service.office, complaint),
        "handover": _handover(records.handover, complaint, actor),
        "deliveries": records.deliveries,
        "timeline": records.timeline,
        "alike": likenesses(service, complaint.case_no, records.alike, actor, now),
        "verbs": verbs(complaint, actor),
    }


def likenesses(
    service: Service, case_no: str, pairs: Sequence[tuple[Likeness, Complaint]], actor: Actor, now: datetime
) -> list[dict[str, Any]]:
    """What may tell of the same thing, for those who may know whose complaints they are; nothing for others."""
    if not actor.is_any(*KNOWS):
        return []
    return [
        line(service, other, actor, now)
        | {
            "reasons": [duplicates.REASONS[reason] for reason in pair.reasons],
            "score": pair.score,
            "verdict": pair.verdict,
            "verdict_label": duplicates.VERDICTS[pair.verdict],
            "earlier": pair.case_no == case_no,
        }
        for pair, other in pairs
    ]


def verbs(complaint: Complaint, actor: Actor) -> list[str]:
    """What this person may do now; ``request_withdrawal`` is the same button as ``withdraw``."""
    found = MOVES.verbs_for(State(complaint.state), actor.roles)
    unwanted = "withdraw" if complaint.round else "request_withdrawal"
    return ["withdraw" if verb == "request_withdrawal" else verb for verb in found if verb != unwanted]


def _applicant(office: Office, complaint: Complaint, actor: Actor) -> dict[str, Any] | None:
    person = complaint.applicant
    if person is None:
        return None
    open_facts = {
        "village": person.village,
        "village_name": village_name(office, person),
        "confidential": person.confidential,
    }
    names = ("name", "nik_masked", "nik_note", "address", "phone", "gender", "birth_date", "notice_channel")
    if knows(complaint, actor):
        return open_facts | {name: getattr(person, name) for name in names} | {"masked": False}
    hidden: dict[str, Any] = dict.fromkeys(names, cases.HIDDEN)
    hidden |= {"name": cases.HIDDEN_NAME, "nik_masked": "*" * 16, "birth_date": None, "masked": True}
    return open_facts | hidden


def _form(office: Office, complaint: Complaint) -> dict[str, Any] | None:
    form = complaint.form
    if form is None:
        return None
    names = ("title", "category", "story", "place", "occurred_on", "occurred_time", "request", "loss")
    return {name: getattr(form, name) for name in names} | {
        "category_label": office.categories.get(form.category, form.category),
        "occurred": cases.occurred(form.occurred_on, form.occurred_time),
    }


def file_line(complaint: Complaint, file: CaseFile) -> dict[str, Any]:
    """A file, without the place where it lies."""
    names = (
        "id", "role", "name", "content_type", "declared_type", "size", "sha256", "added_at", "added_by", "round",
        "scan", "scan_note", "look", "condition", "previews",
    )  # fmt: skip
    return {name: getattr(file, name) for name in names} | {
        "role_label": LABELS[file.role],
        "url": f"/intake/complaints/{complaint.case_no}/evidence/{file.id}",
    }


def _letter(office: Office, complaint: Complaint) -> dict[str, Any] | None:
    if complaint.letter_id is None:
        return None
    return {
        "letter_id": complaint.letter_id,
        "number": complaint.letter_number,
        "dated": complaint.letter_dated,
        "kind": complaint.letter_kind,
        "kind_label": office.letter_kinds.get(complaint.letter_kind, "Surat"),
        "subject": complaint.letter_subject,
        "file": complaint.letter_file,
    }


def _handover(row: Handover | None, complaint: Complaint, actor: Actor) -> dict[str, Any] | None:
    if row is None:
        return None
    seen = knows(complaint, actor)
    return {
        "recipient": row.recipient if seen else cases.HIDDEN,
        "relation": row.relation,
        "note": row.note if seen else cases.HIDDEN,
        "handed_at": row.handed_at,
        "handed_by": row.handed_by_name,
        "confirmed_at": row.confirmed_at,
    }


def form_values(complaint: Complaint, number: str, email: str) -> dict[str, Any]:
    """The form's rows as nested values, with the full NIK and e-mail address, for the clerk who corrects them."""
    parts = {"applicant": complaint.applicant, "complaint": complaint.form, "reported_official": complaint.official}
    values = {
        part: row and {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key != "case_no"}
        for part, row in parts.items()
    }
    person = values["applicant"] or {}
    kept = (name for name in person if not name.startswith("nik_") or name == "nik_note")
    shown = {name: person[name] for name in kept if name != "notice_token"}
    return values | {"applicant": shown | {"nik": number, "nik_unreadable": not number, "email": email}}
