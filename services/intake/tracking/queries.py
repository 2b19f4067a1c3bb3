"""Reads the few columns of a complaint that tracking may know: no applicant, no form, no draft is loaded."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.tables import Complaint
from services.intake.tracking.progress import Facts
from services.shared import clock

_COLUMNS = (
    Complaint.case_no,
    Complaint.received_at,
    Complaint.state,
    Complaint.stage,
    Complaint.outcome,
    Complaint.outcome_message,
    Complaint.deadline,
    Complaint.missing,
    Complaint.ended_at,
)


def by_tracking_hash(session: Session, tracking_hash: str) -> Facts | None:
    """The case whose code has this hash, or None; one query by the unique index."""
    row = session.execute(select(*_COLUMNS).where(Complaint.tracking_hash == tracking_hash)).first()
    if row is None:
        return None
    return Facts(
        number=row.case_no,
        received_on=clock.local(row.received_at).date(),
        state=row.state,
        stage=row.stage,
        outcome=row.outcome,
        message=row.outcome_message,
        deadline=row.deadline,
        missing=row.missing or [],
        ended_at=row.ended_at,
    )
