"""Step 4: complaints that may tell of the same thing are shown to the clerk, who links them or says that they differ.

Nothing is ever held up by it.
"""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from services.intake.queries import likeness
from services.intake.rules import likeness as rules
from services.intake.states import RIGHTS
from services.intake.tables import Complaint, Likeness
from services.intake.tables.encrypted import nik_indices
from services.shared.errors import Missing
from services.shared.unit_of_work import Work

NOTES = {
    "same": "Ditautkan dengan {other}: kejadian yang sama",
    "different": "Dinyatakan bukan kejadian yang sama dengan {other}",
    "open": "Tautan dengan {other} dilepas",
}


def find_alike(work: Work, complaint: Complaint) -> None:
    """Compare a form that was handed in with earlier ones; what the clerk said of a pair before stays."""
    indices = nik_indices(work.service.vault, complaint)
    found = rules.strongest(likeness.earlier_ones(work.session, complaint, indices))
    stale = delete(Likeness).where(Likeness.case_no == complaint.case_no, Likeness.verdict == "open")
    work.session.execute(stale)
    rows = [
        {"case_no": complaint.case_no, "other_no": other.case_no, "reasons": reasons, "score": score, "verdict": "open"}
        for other, reasons, score in found
    ]
    if rows:
        work.session.execute(insert(Likeness).values(rows).on_conflict_do_nothing())


def judge_likeness(work: Work, case_no: str, *, other: str, verdict: str) -> Likeness:
    """The clerk's word on a pair: ``same`` links the two, ``different`` puts the hint away, ``open`` takes that back.

    Raises:
        Forbidden: not a clerk. Missing: the two were not found alike.
    """
    RIGHTS.check("judge_likeness", work.actor, "Kemiripan pengaduan dinilai oleh petugas layanan.")
    row = _pair(work, case_no, other)
    if row.verdict == verdict:
        return row  # pressed twice
    row.verdict, row.decided_by, row.decided_at = verdict, work.actor.username, work.now
    for subject, beside in ((case_no, other), (other, case_no)):
        work.audit("judge_likeness", subject, NOTES[verdict].format(other=beside), other=beside)
    return row


def _pair(work: Work, case_no: str, other_no: str) -> Likeness:
    for key in ((case_no, other_no), (other_no, case_no)):
        if row := work.session.get(Likeness, key, with_for_update=True):
            return row
    raise Missing("Kedua pengaduan itu tidak tercatat mirip.")
