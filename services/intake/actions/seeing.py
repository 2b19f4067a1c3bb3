"""A look at what is shown to nobody unasked: the full NIK."""

from __future__ import annotations

from services.intake.queries import one
from services.intake.queries.hidden import must_know
from services.intake.states import RIGHTS
from services.intake.tables import Applicant, Complaint, Represented
from services.shared.errors import Stale
from services.shared.unit_of_work import Work


def see_nik(work: Work, case_no: str, *, reason: str) -> str:
    """The full NIK, for a reason that goes into the trail (UU 27/2022); shown once and sent nowhere.

    Raises:
        Forbidden: not a clerk, section head or Camat. Stale: no form handed in yet, or the card was unreadable.
    """
    RIGHTS.check("see_nik", work.actor, "NIK lengkap hanya untuk petugas layanan, Kasi dan Camat.")
    complaint = one(work.session, case_no)
    must_know(complaint, work.actor, "see_nik")
    if complaint.applicant is None:
        raise Stale("Formulir belum selesai diisi, jadi NIK belum tersimpan.")
    if not (number := look_at_nik(work, complaint, reason)):
        raise Stale("KTP pemohon tidak terbaca, jadi NIK tidak tersimpan.")
    return number


def look_at_nik(work: Work, complaint: Complaint, reason: str) -> str:
    """The full NIK where it is part of the clerk's own work (comparing the KTP, correcting, signing); each look is
    written down. Nothing where none is known."""
    return _look(work, complaint, complaint.applicant, reason)


def look_at_other_nik(work: Work, complaint: Complaint, reason: str) -> str:
    """The same of the person for whom the applicant complains."""
    return _look(work, complaint, complaint.represented, reason)


def _look(work: Work, complaint: Complaint, person: Applicant | Represented | None, reason: str) -> str:
    must_know(complaint, work.actor, "see_nik")
    number = work.service.vault.decrypt(person.nik_token) if person else ""
    if number:
        whose = "NIK lengkap dilihat" if person is complaint.applicant else "NIK lengkap yang diwakili dilihat"
        work.audit("see_nik", complaint.case_no, whose, story=False, reason=reason)
        work.service.looked(work.actor, complaint.case_no, "nik", work.now)
    return number
