"""A complaint as data: what the API answers and the pages show. Masks the applicant of a confidential one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.intake import queries
from services.intake.queries import Records
from services.intake.queries.complaints import UNKNOWN_FILE
from services.intake.rules import cases
from services.intake.rules.files import LABELS, PAPERS
from services.intake.rules.likeness import REASONS, VERDICTS
from services.intake.shown.knowing import KNOWS, knows, may_open
from services.intake.shown.lines import line, village_name
from services.intake.states import MOVES, State
from services.intake.tables import CaseFile, Complaint, Handover, Likeness
from services.shared.config.office import Office
from services.shared.errors import Missing
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service, Work
from services.shared.web.access import me
from services.shared.web.service import current_service


@dataclass(frozen=True)
class Opened:
    """A complaint as this person sees it: the row, its records, and both as plain data."""

    complaint: Complaint
    records: Records
    data: dict[str, Any]


def open_case(case_no: str) -> Opened:
    """A complaint with everything about it; showing a confidential applicant leaves a line in the trail."""
    service, person = current_service(), me()
    with service.work(person) as work:
        complaint = queries.one(work.session, case_no)
        found = queries.records(work.session, complaint)
        data = whole(service, complaint, found, person, work.now)
        applicant = complaint.applicant
        if applicant is not None and applicant.confidential and knows(complaint, person):
            work.audit("see_identity", case_no, "Identitas pemohon yang dirahasiakan dilihat", story=False)
        service.looked(person, case_no, "case" if knows(complaint, person) else "masked", work.now)
    return Opened(complaint, found, data)


def openable(work: Work, case_no: str, file_id: UUID) -> CaseFile:
    """A file of this complaint that this person may open.

    Raises:
        Missing: no such file here, or not for this person.
    """
    complaint = queries.one(work.session, case_no)
    file = queries.file_of(work.session, case_no, file_id)
    if not may_open(complaint, file, work.actor):
        raise Missing(UNKNOWN_FILE)
    return file


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
            "reasons": [REASONS[reason] for reason in pair.reasons],
            "score": pair.score,
            "verdict": pair.verdict,
            "verdict_label": VERDICTS[pair.verdict],
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
