"""Reads the few columns of a complaint that tracking may know: no applicant, no form, no draft is loaded."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.handoffs.endings import was_collected
from services.intake.tables import Complaint, Handover
from services.intake.tracking.progress import TOLD_BY, Facts, dates_of
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.phrases import phrase

_KNOWN = (
    Complaint.case_no.label("number"),
    Complaint.received_at,
    Complaint.state,
    Complaint.stage,
    Complaint.outcome,
    Complaint.branch,
    Complaint.outcome_message.label("message"),
    Complaint.deadline,
    Complaint.missing,
    Complaint.ended_at,
    exists().where(Handover.letter_id == Complaint.letter_id).label("fetched"),
)
FETCHED = phrase("Surat untuk Anda sudah diserahkan.")


def by_tracking_hash(session: Session, tracking_hash: str) -> Facts | None:
    """The case whose code has this hash, or None; two queries, each by an index."""
    found = session.execute(select(*_KNOWN).where(Complaint.tracking_hash == tracking_hash)).mappings().first()
    if found is None:
        return None
    known = dict(found)
    if known.pop("fetched") and not was_collected(known["outcome"], known["branch"]):
        known |= {"branch": "", "message": FETCHED}  # the end stays in the books; the letter waits no more
    received = clock.local(known.pop("received_at")).date()
    dates = dates_of(received, known["ended_at"], _story(session, known["number"]))
    return Facts(**known | {"missing": known["missing"] or []}, received_on=received, dates=dates)


def _story(session: Session, case_no: str) -> list[tuple[str, str, date]]:
    """What tells when the steps were reached: verb, note and day, without who did it."""
    line = trail.audit.c
    told = select(line.verb, line.note, line.at).where(line.subject == case_no, line.verb.in_(TOLD_BY))
    return [(row.verb, row.note, clock.local(row.at).date()) for row in session.execute(told.order_by(line.position))]
