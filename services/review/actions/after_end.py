"""After the end by 12c or 12d: what the partner answered, and the number of a report, once it comes."""

from __future__ import annotations

from datetime import date

from services.handoffs.outbox import post
from services.handoffs.review_to_intake import CASE_AMENDED
from services.review.queries.cases import disposed_case, entries
from services.review.rules import dates
from services.review.rules.telling import numbered
from services.review.tables import Case, FollowUp
from services.shared.errors import Stale
from services.shared.unit_of_work import Work


def note_partner_answer(work: Work, case_no: str, version: int | None, *, answer: str, answered_on: date) -> Case:
    """After 12c and 12d: the partner answered, or is no longer awaited. The case stays ended; its story goes on.

    Raises:
        Missing, Forbidden: not a member of this case, or a conflict of interest.
        Stale: nothing is awaited (any more). RuleBroken: a day that has not come yet.
    """
    case = disposed_case(work.session, case_no, work.actor)
    awaited = [row for row in entries(work.session, FollowUp, case_no) if row.due_on is not None]
    given = (answer, answered_on, work.actor.username)
    if awaited and (awaited[-1].answer, awaited[-1].answered_on, awaited[-1].answered_by) == given:
        return case  # the same button pressed twice
    if not awaited or awaited[-1].answered_on is not None:
        raise Stale("Tidak ada tanggapan instansi yang ditunggu pada pengaduan ini. Muat ulang halaman.")
    dates.check_not_future("answered_on", answered_on, dates.today(work.now))
    awaited[-1].answer, awaited[-1].answered_on, awaited[-1].answered_by = given
    work.audit("note_partner_answer", case_no, f"Tanggapan instansi dicatat: {answer}")
    return case


def note_report_number(work: Work, case_no: str, version: int | None, *, number: str, dated: date) -> Case:
    """After 12d: LP or STPL number with its day. The case stays ended; what the applicant was told is completed.

    Raises:
        Missing, Forbidden: not a member of this case, or a conflict of interest.
        Stale: no number is awaited (any more). RuleBroken: a day that has not come yet.
    """
    case = disposed_case(work.session, case_no, work.actor)
    reports = [row for row in entries(work.session, FollowUp, case_no) if row.step == "12d"]
    if reports and (reports[-1].reference, reports[-1].reference_on) == (number, dated):
        return case  # the same button pressed twice
    if not reports or reports[-1].reference:
        raise Stale("Tidak ada nomor laporan yang ditunggu pada pengaduan ini. Muat ulang halaman.")
    dates.check_not_future("dated", dated, dates.today(work.now))
    reports[-1].reference, reports[-1].reference_on = number, dated
    case.message = numbered(case.message or "", number, dated)
    work.audit("note_report_number", case_no, f"Nomor laporan dicatat: {number}")
    post(work, CASE_AMENDED, case_no, {"message": case.message, "at": work.now})
    return case
