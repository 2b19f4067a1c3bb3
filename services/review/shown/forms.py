"""What the forms of a case offer and propose, beyond what their fields say: the office's lists, people, days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.review.rules import dates
from services.review.rules.choices import PARTNER_STEPS, RESPONSE_LETTERS
from services.review.schemas.report import SubmitReportSchema
from services.review.shown.case import Opened
from services.review.verbs import CASE
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.rights.conflicts import Colleague
from services.shared.rights.people import Role
from services.shared.unit_of_work import Service
from services.shared.verbs import Verb

Options = list[tuple[str, str]]
SMALL_TEAM = 6  # members


def offered(opened: Opened) -> list[Verb]:
    """The verbs whose forms stand on the page: those of this person, where there is something to be done by them."""
    waiting = any(row.closed_at is None for row in opened.records.coordinations)
    pointless = {"submit_report"} if waiting else {"close_coordination"}
    if not any(row.done_at is None for row in opened.records.tasks):
        pointless.add("finish_task")
    return [verb for verb in CASE if verb.name in opened.data["verbs"] and verb.name not in pointless]


def choices(opened: Opened, office: Office, staff: Mapping[str, Colleague]) -> dict[str, Options]:
    """The lists that fields name."""
    partners, records = office.partners, opened.records
    return {
        "classes": [(code, item.label) for code, item in office.classes.items()],
        "instructions": list(office.instructions.items()),
        "partners": [(p.code, f"{PARTNER_STEPS[p.kind]} · {p.name}") for p in partners],
        "agencies": [(p.code, p.name) for p in partners if p.kind == "agency"],
        "law": [(p.code, p.name) for p in partners if p.law_enforcement],
        "letter_kinds": [(c, office.letter_kinds[c]) for c in RESPONSE_LETTERS if c in office.letter_kinds],
        "disposed_to": [(member.username, member.name) for member in records.members],
        "team": [(name, one.name) for name, one in staff.items() if Role.TEAM in one.holds],
        "everybody": [(name, one.name) for name, one in staff.items()],
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
    handed_over = [row.partner for row in records.coordinations if row.mode == "hand_over"]
    recommendation = records.reports[-1].recommendation if records.reports else ""
    closed = [row for row in records.coordinations if row.closed_at]
    results = [f"{row.partner_name}: {row.result or 'tanpa jawaban'}.".replace("..", ".") for row in closed]
    return {
        "report_to_camat": {
            "confidential": "true" if case.confidential else "",
            "class_code": case.class_code,
            "urgency": case.urgency,
        },
        "mark_conflict": {"usernames": [*opened.data["conflicted"], *lookalikes]},
        "resolve_directly": told | {"solution": _agreed(opened)},
        "call_face_to_face": {"date": service.calendar.add(today, 1), "time": "09.00", "place": "Ruang kerja Camat"},
        "dispose_to_team": {
            "urgency": case.urgency,
            "due": due,
            "members": _team(opened, lookalikes, lists["team"]),
            "instructions": [_usual(office)],
        },
        "close_coordination": {"coordination_id": _first(lists["open_coordinations"])},
        "finish_task": {"task_id": _first(lists["open_tasks"])},
        "coordinate": {"mode": "coordinate", "held_on": today, "channel": "meeting"},
        "note_visit": {"visited_on": today, "place": case.place},
        "assign_task": {"due_on": case.disposition_due},
        "submit_report": {"results": "\n".join(results)} | _came_back(opened),
        "decide_oral_answer": {"answer": recommendation},
        "decide_written_letter": {"letter_kind": RESPONSE_LETTERS[0], "conclusion": recommendation},
        "decide_delegation": {"partner": handed_over[-1] if handed_over else ""},
        "convey_and_close": told | {"told_to": "Pemohon"},
        "note_partner_answer": {"answered_on": today},
    }


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
