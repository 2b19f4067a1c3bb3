"""A complaint as data: what the API answers and the pages show. Masks the applicant of a confidential one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.handoffs.endings import was_collected
from services.intake import queries
from services.intake.queries import Records
from services.intake.rules.files import PAPERS
from services.intake.rules.mistake import is_untold
from services.intake.shown import invitations, parts
from services.intake.shown.files import file_line
from services.intake.shown.knowing import knows, may_open
from services.intake.shown.lines import likenesses, line
from services.intake.states import MOVES, RIGHTS, WITHDRAWABLE, State
from services.intake.tables import Complaint, Withdrawal
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service
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


def whole(service: Service, complaint: Complaint, records: Records, actor: Actor, now: datetime) -> dict[str, Any]:
    """A complaint with everything that this person may see of it."""
    waits = records.withdrawal if complaint.state in WITHDRAWABLE else None
    opened = [file_line(complaint, file) for file in records.files if may_open(complaint, file, actor)]
    return line(service, complaint, actor, now) | {
        "missing": complaint.missing or [],
        "applicant": parts.applicant(service, complaint, actor),
        "complaint": parts.form(service.office, complaint),
        "reported_official": complaint.official,
        "reported_persons": complaint.reported,
        "witnesses": parts.witnesses(complaint, actor),
        "completeness": records.checklist,
        "evidence": [file for file in opened if file["role"] not in PAPERS],
        "documents": [file for file in opened if file["role"] in PAPERS],
        "letter": parts.letter(service.office, complaint),
        "handover": parts.handover(records.handover, complaint, actor),
        "deliveries": records.deliveries,
        "timeline": records.timeline,
        "alike": likenesses(service, complaint.case_no, records.alike, actor, now),
        "invitation": invitations.of_case(records.invitation),
        "withdrawal": parts.withdrawal(waits, needed=records.to_confirm),
        "verbs": verbs(complaint, waits, actor) + _late(complaint, records, actor),
    }


def _late(complaint: Complaint, records: Records, actor: Actor) -> list[str]:
    """A letter that nobody came for before the end can still be handed over."""
    waits = not was_collected(complaint.outcome, complaint.branch) and records.handover is None
    there = waits and any(file.id == complaint.letter_file for file in records.files)
    return ["collect_late"] if there and RIGHTS.may("collect_late", actor) else []


def verbs(complaint: Complaint, row: Withdrawal | None, actor: Actor) -> list[str]:
    """What this person may do now."""
    found = MOVES.verbs_for(State(complaint.state), actor.roles)
    if row is not None or not is_untold(complaint.round, complaint.urgent_at, complaint.returned_at):
        found = [verb for verb in found if verb != "cancel_opening"]
    if row is None:
        return found
    on_it = ["stop_withdrawal", *(["confirm_withdrawal"] if row.confirmed_at is None else [])]
    return [verb for verb in found if verb != "withdraw"] + [verb for verb in on_it if RIGHTS.may(verb, actor)]
