"""What the forms of a case offer and propose, beyond what their fields say: the office's lists, people, days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.handoffs.endings import ENDINGS, Ending
from services.review.rules import dates, evidence
from services.review.rules.choices import HANDS_OVER, PARTNER_STEPS, RESPONSE_LETTERS
from services.review.rules.enclosing import sendable
from services.review.rules.verification import SHEET
from services.review.schemas.disposition import DisposeToTeamSchema
from services.review.schemas.report import SubmitReportSchema
from services.review.shown import meetings
from services.review.shown.case import Opened
from services.review.verbs import CASE
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.config.partners import Partner
from services.shared.encryption.parcel import new_passphrase
from services.shared.rights.conflicts import Colleague
from services.shared.rights.people import Role
from services.shared.unit_of_work import Service
from services.shared.verbs import Verb

MEANINGS = {ending: words.meaning for ending, words in ENDINGS.items()}
Options = list[tuple[str, str]]
SMALL_TEAM = 6  # members


def offered(opened: Opened) -> list[Verb]:
    """The verbs whose forms stand on the page: those of this person, where there is something to be done by them."""
    waiting = any(row.closed_at is None for row in opened.records.coordinations)
    pointless = {"submit_report"} if waiting else {"close_coordination"}
    if not any(row.done_at is None for row in opened.records.tasks):
        pointless.add("finish_task")
    pointless |= meetings.pointless(opened)
    return [verb for verb in CASE if verb.name in opened.data["verbs"] and verb.name not in pointless]


def choices(opened: Opened, office: Office, staff: Mapping[str, Colleague]) -> dict[str, Options]:
    """The lists that fields name."""
    partners, records = office.contacts, opened.records
    return {
        "classes": [(code, item.label) for code, item in office.classes.items()],
        "instructions": list(office.instructions.items()),
        "partners": [(p.code, _partner(p)) for p in sorted(partners, key=lambda p: PARTNER_STEPS[p.level])],
        "agencies": [(p.code, p.name) for p in partners if p.technical],
        "law": [(p.code, p.name) for p in partners if p.law_enforcement],
        "letter_kinds": [(c, office.letter_kinds[c]) for c in RESPONSE_LETTERS if c in office.letter_kinds],
        "disposed_to": [(member.username, member.name) for member in records.members],
        "team": [(name, one.name) for name, one in staff.items() if Role.TEAM in one.holds],
        **meetings.choices(opened, office),
        "everybody": [(name, one.name) for name, one in staff.items()],
        "sendable": [
            (str(file.id), file.name) for file in sendable(records.files, confidential=opened.case.confidential)
        ],
        "evidence_files": _evidence(opened),
        "open_tasks": [(str(row.id), f"{row.name}: {row.what}") for row in records.tasks if row.done_at is None],
        "open_coordinations": [
            (str(row.id), f"{row.partner_name}, {clock.short_date(row.held_on)}")
            for row in records.coordinations
            if row.closed_at is None
        ],
    }


def defaults(
    opened: Opened, service: Service, now: datetime, lookalikes: Mapping[str, str], lists: Mapping[str, Options]
) -> dict[str, Any]:
    """What the forms propose: by verb, by field; ``lists`` are the ``choices``."""
    case, records, office = opened.case, opened.records, service.office
    today = dates.today(now)
    told = {"told_at": f"{clock.local(now):%d/%m/%Y %H.%M}", "told_how": "in_person"}
    due = min(service.calendar.deadline(today, office.limits["disposition"]), max(case.deadline, today))
    handed_over = [row.partner for row in records.coordinations if row.mode in HANDS_OVER]
    recommendation = records.reports[-1].recommendation if records.reports else ""
    closed = [row for row in records.coordinations if row.closed_at]
    results = [f"{row.partner_name}: {row.result or 'tanpa jawaban'}.".replace("..", ".") for row in closed]
    return {
        "report_to_camat": _sheet(opened),
        "mark_conflict": {"usernames": [*opened.data["conflicted"], *lookalikes]},
        "resolve_directly": told | {"solution": _agreed(opened), "message": MEANINGS[Ending.RESOLVED_DIRECT]},
        "call_face_to_face": {"date": service.calendar.add(today, 1), "time": "09.00", "place": "Ruang kerja Camat"},
        "talk_now": {"place": "Ruang kerja Camat"},
        "call_mediation": meetings.call(opened, service.calendar, today),
        "note_participant": {"came": "yes"},
        "move_meeting": meetings.planned(opened),
        "dispose_to_team": {
            "urgency": case.urgency,
            "due": due,
            "members": _team(opened, lookalikes, lists["team"]),
            "instructions": [_usual(office)],
        },
        "change_disposition": _disposition(opened),
        "close_coordination": {"coordination_id": _first(lists["open_coordinations"])},
        "finish_task": {"task_id": _first(lists["open_tasks"])},
        "coordinate": {
            "partner": _own_village(opened, office),
            "mode": "coordinate",
            "held_on": today,
            "channel": "meeting",
        },
        "note_visit": {"visited_on": today, "place": case.place},
        "assign_task": {"due_on": case.disposition_due},
        "submit_report": {"results": "\n".join(results)} | _came_back(opened),
        "answer_in_person": told | {"told_to": "Pemohon", "message": MEANINGS[Ending.RESOLVED]},
        "decide_oral_answer": {"answer": recommendation},
        "decide_written_letter": {"letter_kind": RESPONSE_LETTERS[0], "conclusion": recommendation},
        "decide_delegation": {"partner": handed_over[-1] if handed_over else ""},
        "convey_and_close": told | {"told_to": "Pemohon"},
        "note_partner_answer": {"answered_on": today},
        "note_report_number": {"dated": today},
        "prepare_evidence": {"unit": records.decision.partner_name if records.decision else ""},
        "take_evidence": {"passphrase": new_passphrase()},
        "hand_over_evidence": {
            "handed_at": told["told_at"],
            "unit": records.evidence_handovers[-1].unit if records.evidence_handovers else "",
        },
    }


def _evidence(opened: Opened) -> Options:
    """Step 12d: the files that this person may hand over, each with what it is."""
    if "prepare_evidence" not in opened.data["verbs"]:
        return []
    knows = not opened.data["applicant"]["masked"]
    return [(str(file.id), evidence.label(file)) for file in evidence.handable(opened.records.files, knows=knows)]


def _partner(partner: Partner) -> str:
    """A partner as it is chosen: of a village also its head."""
    head = f" ({', '.join(filter(None, [partner.head, partner.person]))})" if partner.village else ""
    return f"{PARTNER_STEPS[partner.level]} · {partner.name}{head}"


def _own_village(opened: Opened, office: Office) -> str:
    """The village of the case, which is asked first; empty where it is none of the office's."""
    return next((one.code for one in office.contacts if one.village and one.village == opened.case.village), "")


def _disposition(opened: Opened) -> dict[str, Any]:
    """Step 8c as it counts now, to be changed."""
    newest = opened.records.dispositions[-1] if opened.records.dispositions else None
    if newest is None:
        return {}
    return {name: getattr(newest, name) for name in DisposeToTeamSchema().fields if name != "version"}


def _sheet(opened: Opened) -> dict[str, Any]:
    """Step 7: a case that the Camat sent back comes with everything that the section head had written."""
    case = opened.case
    known = {
        "confidential": "true" if case.confidential else "",
        "class_code": case.class_code,
        "urgency": case.urgency,
    }
    before = [row for row in opened.records.verifications if row.result == "reported"]
    if not before or case.returned_at is None:
        return known
    ticks = {item: "true" for item in SHEET if getattr(before[-1], item, None) is True}
    notes = {f"notes.{item}": note for item, note in before[-1].notes.items()}
    return ticks | notes | known | {"analysis": before[-1].analysis}


def _came_back(opened: Opened) -> dict[str, Any]:
    """Step 12: a report that the Camat sent back comes with everything that the team had written."""
    newest = opened.records.reports[-1] if opened.records.reports else None
    if newest is None or newest.returned_at is None:
        return {}
    return {name: getattr(newest, name) for name in SubmitReportSchema().fields if name != "version"}


def _team(opened: Opened, lookalikes: Mapping[str, str], team: Options) -> list[str]:
    """Step 8c: who is proposed: as before, else a team that is small enough to be meant as a whole; nobody barred."""
    before = opened.records.dispositions[-1].members if opened.records.dispositions else None
    barred = {*opened.data["conflicted"], *lookalikes}
    free = [name for name, _ in team if name not in barred]
    return [name for name in free if before is None or name in before] if before or len(free) <= SMALL_TEAM else []


def _usual(office: Office) -> str:
    """The phrase of the disposition sheet that fits every case."""
    return "process" if "process" in office.instructions else next(iter(office.instructions), "")


def _agreed(opened: Opened) -> str:
    """Step 8a after a talk: what was agreed there."""
    held = [row for row in opened.records.meetings if row.recorded_at]
    return (held[-1].agreement or "") if held else ""


def _first(options: Options) -> str:
    return options[0][0] if options else ""
