"""A look at what is shown to nobody unasked: the full NIK."""

from __future__ import annotations

from services.intake.queries import one
from services.intake.queries.hidden import must_know
from services.intake.states import RIGHTS
from services.shared.errors import Forbidden, Stale
from services.shared.unit_of_work import Work


def see_nik(work: Work, case_no: str, *, reason: str) -> str:
    """The full NIK, for a reason that goes into the trail (UU 27/2022); shown once and sent nowhere.

    Raises:
        Forbidden: not a clerk, section head or Camat. Stale: no form handed in yet, or the card was unreadable.
    """
    if not RIGHTS.may("see_nik", work.actor):
        raise Forbidden("NIK lengkap hanya untuk petugas layanan, Kasi dan Camat.")
    complaint = one(work.session, case_no)
    must_know(complaint, work.actor, "see_nik")
    if complaint.applicant is None:
        raise Stale("Formulir belum selesai diisi, jadi NIK belum tersimpan.")
    number = work.service.vault.decrypt(complaint.applicant.nik_token)
    if not number:
        raise Stale("KTP pemohon tidak terbaca, jadi NIK tidak tersimpan.")
    work.audit("see_nik", case_no, "NIK lengkap dilihat", story=False, reason=reason)
    work.service.looked(work.actor, case_no, "nik", work.now)
    return number
