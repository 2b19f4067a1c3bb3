"""What the forms of meetings and mediations offer and propose, and which of them are pointless now."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.handoffs.outcomes import MeetingKind
from services.review.rules.mediation import OFFICIALS, capacity
from services.review.shown.case import Opened
from services.review.tables import Promise
from services.review.verbs.mediation import MEDIATION
from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from services.shared.config.office import Office

Options = list[tuple[str, str]]


def pointless(opened: Opened) -> set[str]:
    """What is about a meeting of another kind than the one that is planned, or about one where none is."""
    planned = opened.records.planned
    mediation = {verb.name for verb in MEDIATION} - {"call_mediation", "settle_promise", "return_to_camat"}
    if not any(row.state == "broken" for row in opened.records.promises):
        mediation.add("return_to_camat")
    if planned is None:
        return mediation | {"move_meeting", "cancel_meeting"}
    if planned.kind != MeetingKind.MEDIATION:
        return mediation
    unwritten = any(row.meeting_id == planned.id for row in opened.records.promises)
    pointless = {"call_mediation", "record_meeting", "submit_report", "return_to_camat"}
    return pointless | (set() if unwritten else {"drop_promise"})


def choices(opened: Opened, office: Office) -> dict[str, Options]:
    """Who may be invited by his office, who is invited, and what was promised at the mediation that is planned."""
    planned, records, head = opened.records.planned, opened.records, office.office.village_head
    people = [row for row in records.participants if planned and row.meeting_id == planned.id]
    promises = [row for row in records.promises if planned and row.meeting_id == planned.id]
    return {
        "mediators": [(code, capacity(code, head)) for code in OFFICIALS],
        "participants": [
            (str(row.id), f"{row.position}. {capacity(row.capacity, head)}{f': {row.name}' if row.name else ''}")
            for row in sorted(people, key=lambda row: row.position)
        ],
        "open_promises": list(map(_promise, records.open_promises)),
        "draft_promises": list(map(_promise, promises)),
    }


def _promise(row: Promise) -> tuple[str, str]:
    return str(row.id), f"{row.what} ({clock.short_date(row.due_on)})"


def call(opened: Opened, calendar: WorkingDays, today: date) -> dict[str, Any]:
    """The reported persons are the other side; half a week is time enough to come."""
    known = [
        ", ".join(filter(None, (one["name"], one["address"]))) for one in opened.case.reported_persons if one["name"]
    ]
    day = calendar.add(today, 3)
    return {"date": day, "time": "09.00", "place": "Kantor kecamatan", "other_side": "\n".join(known)}


def planned(opened: Opened) -> dict[str, Any]:
    """Step 8b: a meeting that is moved keeps what is not changed."""
    row = opened.records.planned
    return {} if row is None else {"date": row.held_on, "time": row.clock_time, "place": row.place}
