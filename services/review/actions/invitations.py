"""What the front desk hears of an appointment, so that the applicant is told: set, moved, called off, held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.handoffs.evidence_ref import reference
from services.handoffs.invitations import (
    INVITATION,
    INVITATION_CANCELLED,
    INVITATION_CHANGED,
    INVITATION_RESULT,
)
from services.handoffs.outbox import post
from services.review.queries.cases import entries
from services.review.tables import Case, CaseFile, Meeting
from services.shared.errors import RuleBroken
from services.shared.unit_of_work import Work


def planned(work: Work, case: Case) -> Meeting | None:
    """The appointment of a case that has not been held yet; there is one at most."""
    work.session.flush()
    rows = [row for row in entries(work.session, Meeting, case.case_no) if row.is_planned]
    return rows[-1] if rows else None


def check_nothing_planned(work: Work, case: Case, field: str = "results") -> None:
    """The team gives the case away when nothing is planned any more; raises RuleBroken."""
    if planned(work, case) is not None:
        raise RuleBroken.at(field, "Masih ada mediasi yang dijadwalkan. Catat, pindahkan atau batalkan dahulu.")


def tell_invited(work: Work, case: Case, row: Meeting, papers: Sequence[CaseFile]) -> None:
    """People are invited; the first paper is the applicant's."""
    post(work, INVITATION, case.case_no, _appointment(row, papers))


def tell_changed(work: Work, case: Case, row: Meeting, papers: Sequence[CaseFile], *, missed: bool) -> None:
    """The appointment has another day, hour or place."""
    post(work, INVITATION_CHANGED, case.case_no, _appointment(row, papers) | {"missed": missed})


def call_off(work: Work, case: Case, row: Meeting, why: str, *, missed: bool = False, ended: bool = False) -> None:
    """The appointment does not take place, or nobody came and it is not set anew; ``ended``: the case ends."""
    row.state, row.why = ("missed" if missed else "cancelled"), why
    row.missed += missed
    body = {"meeting_id": row.id, "missed": missed, "ended": ended, "at": work.now}
    post(work, INVITATION_CANCELLED, case.case_no, body)


def call_off_at_end(work: Work, case: Case) -> None:
    """The case ends, by whichever branch: nobody comes to a meeting of it any more."""
    row = planned(work, case)
    if row is not None:
        call_off(work, case, row, "Pengaduan berakhir", ended=True)


def tell_held(work: Work, case: Case, row: Meeting) -> None:
    """The meeting to which people were invited was held; its minutes are written."""
    post(work, INVITATION_RESULT, case.case_no, {"meeting_id": row.id, "result": row.result, "at": work.now})


def _appointment(row: Meeting, papers: Sequence[CaseFile]) -> dict[str, Any]:
    names = ("kind", "held_on", "clock_time", "place")
    words = {"meeting_id": row.id, "purpose": row.note} | {name: getattr(row, name) for name in names}
    return words | {"papers": [reference(paper) for paper in papers]}
