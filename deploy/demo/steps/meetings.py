"""Step 8b as a program takes it: talks with an appointment, without one, and those to which nobody came."""

from __future__ import annotations

from deploy.demo.client import Json
from deploy.demo.staff import Staff
from deploy.demo.steps.calls import intake_path
from deploy.demo.steps.days import open_today, today, working_day
from deploy.demo.steps.handling import camat_does
from deploy.demo.steps.letters import sign_invitations


def invite(staff: Staff, case_no: str, day: str) -> None:
    """Step 8b: the appointment."""
    where = {"date": day, "time": "09.00", "place": "Ruang Camat", "note": "Membawa bukti asli"}
    camat_does(staff, case_no, "call-face-to-face", **where)


def give_invitations(staff: Staff, case_no: str, count: int, way: str) -> None:
    """Step 8b: the Camat signs the invitations in one press; the desk prints them, and they go out by this way."""
    sign_invitations(staff, case_no, count)
    path = intake_path(case_no)
    staff.clerk.wait(path, lambda seen: len((seen["invitation"] or {"papers": []})["papers"]) == count)
    staff.clerk.post(f"{path}/give-invitation", {"how": way})


def meet(staff: Staff, case_no: str, agreement: str) -> None:
    """Step 8b: appointment and minutes, back to 8."""
    invite(staff, case_no, today())
    camat_does(staff, case_no, "record-meeting", **_minutes(agreement))


def talk_now(staff: Staff, case_no: str, agreement: str) -> None:
    """Step 8b without an appointment: the applicant is here, and was heard."""
    camat_does(staff, case_no, "talk-now", place="Ruang Camat", **_minutes(agreement))


def missed(staff: Staff, case_no: str) -> None:
    """Step 8b: the applicant did not come, nor to the second appointment; the handling goes on without."""
    invite(staff, case_no, working_day(0))
    if not open_today():  # nobody can have stayed away from a day that has not come
        return
    again = {"date": working_day(0), "time": "15.00", "place": "Ruang Camat"}
    camat_does(staff, case_no, "move-meeting", missed=True, reason="Pemohon tidak hadir pada jadwal pertama", **again)
    reason = "Pemohon dua kali tidak hadir; penanganan dilanjutkan"
    camat_does(staff, case_no, "cancel-meeting", missed=True, reason=reason)


def _minutes(agreement: str) -> Json:
    return {
        "participants": "Camat, pemohon, Kasi Pelayanan Umum",
        "statements": "Pemohon menjelaskan kejadian dan menunjukkan bukti asli.",
        "agreement": agreement,
    }
