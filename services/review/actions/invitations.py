"""What the front desk hears of an appointment, so that the applicant is told: set, moved, called off, held."""

from __future__ import annotations

from typing import Any

from services.handoffs.invitations import (
    INVITATION,
    INVITATION_CANCELLED,
    INVITATION_CHANGED,
    INVITATION_RESULT,
)
from services.handoffs.outbox import post
from services.review.actions.inviting import take_back
from services.review.queries.cases import entries
from services.review.rules import dates
from services.review.tables import Case, Meeting
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


def tell_invited(work: Work, case: Case, row: Meeting) -> None:
    """People are invited: the applicant is told at once, the letters follow as they are signed."""
    post(work, INVITATION, case.case_no, _appointment(row))


def tell_changed(work: Work, case: Case, row: Meeting, *, missed: bool) -> None:
    """The appointment has another day, hour or place."""
    post(work, INVITATION_CHANGED, case.case_no, _appointment(row) | {"missed": missed})


def call_off(work: Work, case: Case, row: Meeting, why: str, *, missed: bool = False, ended: bool = False) -> None:
    """The appointment does not take place, or nobody came and it is not set anew; ``ended``: the case ends."""
    row.state, row.why = ("missed" if missed else "cancelled"), why
    row.missed += missed
    body = {"meeting_id": row.id, "missed": missed, "ended": ended, "at": work.now}
    post(work, INVITATION_CANCELLED, case.case_no, body)


def call_off_at_end(work: Work, case: Case) -> None:
    """The case ends, by whichever branch: a meeting that is still to come is called off.

    One whose day is over may have been held; nobody who was invited is told that it was not.
    """
    row = planned(work, case)
    if row is None:
        return
    call_off(work, case, row, "Pengaduan berakhir", ended=True)
    if row.held_on < dates.today(work.now):
        row.state, row.why = "unrecorded", "Pengaduan berakhir sesudah harinya"


def tell_held(work: Work, case: Case, row: Meeting) -> None:
    """The meeting to which people were invited was held; its minutes are written."""
    take_back(work, case, row, "Pertemuan sudah dilaksanakan.")
    post(work, INVITATION_RESULT, case.case_no, {"meeting_id": row.id, "result": row.result, "at": work.now})


def _appointment(row: Meeting) -> dict[str, Any]:
    names = ("kind", "held_on", "clock_time", "place")
    words = {"meeting_id": row.id, "purpose": row.note} | {name: getattr(row, name) for name in names}
    return words | {"papers": []}
