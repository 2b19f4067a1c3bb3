"""Who hears of a withdrawal: the applicant at once, the section head, and the Camat where nobody asked in time."""

from __future__ import annotations

from services.intake.notices.milestones import Milestone, tell_applicant
from services.intake.tables import Complaint, Withdrawal
from services.shared.calendar import clock
from services.shared.notices.ending import over
from services.shared.notices.posting import role, tell
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def announce(work: Work, complaint: Complaint, row: Withdrawal) -> None:
    """It was made: the applicant by the own channel (nobody tells it by hand), the section head by the bell."""
    until = clock.long_date(row.until)
    tell_applicant(work, complaint, Milestone.WITHDRAWAL, str(row.id), here=True, until=until)
    words = f"Pengaduan {{no}} dicabut; berlaku setelah {until}. Periksa apakah ini kehendak pemohon."
    _bell(work, complaint, row, "made", words, Role.SECTION_HEAD)


def tell_stopped(work: Work, complaint: Complaint, row: Withdrawal) -> None:
    """It does not count: the applicant, and whoever heard of it before."""
    tell_applicant(work, complaint, Milestone.WITHDRAWAL_STOPPED, str(row.id), here=True)
    words = "Pencabutan pengaduan {no} dibatalkan; pengaduan berjalan terus."
    _bell(work, complaint, row, "stopped", words, Role.SECTION_HEAD, Role.CLERK)


def ask_for_confirmation(work: Work, complaint: Complaint, row: Withdrawal) -> None:
    """Its time has passed, but the applicant could not object alone and nobody asked yet; told once."""
    words = "Pencabutan pengaduan {no} belum berlaku: tanyakan kepada pemohon, lalu sahkan atau batalkan."
    _bell(work, complaint, row, "due", words, Role.SECTION_HEAD, Role.CAMAT)


def settled(work: Work, row: Withdrawal) -> None:
    """Nothing waits of it any more: nobody has to look at it or ask the applicant."""
    over(work.session, [str(row.id)], work.actor.username, work.now)


def _bell(work: Work, complaint: Complaint, row: Withdrawal, at: str, words: str, *roles: Role) -> None:
    tell(
        work,
        [role(held) for held in roles],
        kind="withdrawal",
        about=str(row.id),
        subject=complaint.case_no,
        occasion=f"{row.id}:{at}",
        text=words.format(no=complaint.case_no),
        link=f"/intake/complaints/{complaint.case_no}#withdrawal",
    )
