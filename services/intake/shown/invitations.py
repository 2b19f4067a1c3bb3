"""Appointments as pages and programs are shown them."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from services.handoffs.outcomes import MeetingKind
from services.intake.queries import invitations as queries
from services.intake.rules.invitation import KINDS, when
from services.intake.tables import Invitation

SHOWN = (
    "meeting_id",
    "kind",
    "held_on",
    "clock_time",
    "place",
    "purpose",
    "papers",
    "given_at",
    "given_by",
    "given_how",
)


def of_case(row: Invitation | None) -> dict[str, Any] | None:
    """The appointment that waits for its day."""
    if row is None:
        return None
    return {name: getattr(row, name) for name in SHOWN}


def to_print(session: Session) -> list[dict[str, str]]:
    """What the clerks have to print and give, the nearest day first."""
    return [
        {
            "url": url_for("complaint.show", case_no=complaint.case_no, _anchor="card-invitation"),
            "case_no": complaint.case_no,
            "what": KINDS[MeetingKind(row.kind)],
            "when": when(row.held_on, row.clock_time),
        }
        for row, complaint in queries.to_print(session)
    ]
