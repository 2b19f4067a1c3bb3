"""The desk marked a case as urgent: its steps' limits count in hours, and whoever has it hears the bell."""

from __future__ import annotations

from typing import Any

from services.review.actions import deadlines
from services.review.notices.news import announce_urgent
from services.review.queries.cases import known_case
from services.review.states import CLOSED
from services.review.tables import Case
from services.shared.unit_of_work import Work

MOST = "sangat_segera"


def note_urgency(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """Beside the steps: no-op where the case has ended, or an older mark comes late.

    Raises:
        Missing: review never had this case.
    """
    case = known_case(work.session, case_no)
    if case.state in CLOSED or (case.urgent_since is not None and case.urgent_since >= body["noted_at"]):
        return
    _mark(work, case, body)
    work.audit("note_urgency", case_no, f"Ditandai mendesak oleh petugas: {body['danger'].lower()}")
    announce_urgent(work, case)


def _mark(work: Work, case: Case, body: dict[str, Any]) -> None:
    case.urgent_since, case.urgency = body["noted_at"], MOST
    case.urgent_reason = f"{body['danger']}: {body['reason']}"
    deadlines.set_due(work, case)
