"""Reads the few columns of a complaint that tracking may know: no applicant, no form, no draft is loaded."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.tables import Complaint
from services.intake.tracking.progress import TOLD_BY, Facts, dates_of
from services.shared.audit import trail
from services.shared.calendar import clock

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
    """The case whose code has this hash, or None; two queries, each by an index."""
    row = session.execute(select(*_COLUMNS).where(Complaint.tracking_hash == tracking_hash)).first()
    if row is None:
        return None
    received = clock.local(row.received_at).date()
    return Facts(
        number=row.case_no,
        received_on=received,
        state=row.state,
        stage=row.stage,
        outcome=row.outcome,
        message=row.outcome_message,
        deadline=row.deadline,
        missing=row.missing or [],
        ended_at=row.ended_at,
        dates=dates_of(received, row.ended_at, _story(session, row.case_no)),
    )


def _story(session: Session, case_no: str) -> list[tuple[str, str, date]]:
    """What tells when the steps were reached: verb, note and day, without who did it."""
    line = trail.audit.c
    told = select(line.verb, line.note, line.at).where(line.subject == case_no, line.verb.in_(TOLD_BY))
    return [(row.verb, row.note, clock.local(row.at).date()) for row in session.execute(told.order_by(line.position))]
