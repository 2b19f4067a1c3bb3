"""Appointments of step 8b: set, set anew, called off. Whoever is invited has a letter of his own (``inviting``)."""

from __future__ import annotations

import uuid
from datetime import date

from services.handoffs.outcomes import MeetingKind
from services.review.actions import deadlines, invitations
from services.review.actions.inviting import take_back, write_invitations, write_off
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.rules import dates
from services.review.rules.meeting import check_missed
from services.review.states import State
from services.review.tables import Case, Meeting
from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.errors import RuleBroken, Stale
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def plan(
    work: Work, case: Case, kind: MeetingKind, role: Role, *, date: date, time: str, place: str, note: str
) -> Meeting:
    """A new appointment, on a day on which the office is open; raises RuleBroken."""
    if invitations.planned(work, case) is not None:
        raise RuleBroken("Masih ada pertemuan yang dijadwalkan. Catat, pindahkan atau batalkan dahulu.")
    at = _check(work, date, time)
    about = {"held_on": date, "clock_time": at, "place": place, "note": note}
    first = {"id": uuid.uuid4(), "kind": kind, "state": "planned", "moves": 0, "missed": 0, "led_as": str(role)}
    row = Meeting(case_no=case.case_no, **first, **about, **signed(work, role))
    work.session.add(row)
    deadlines.set_due(work, case)
    return row


def _check(work: Work, day: date, time: str) -> str:
    dates.check_not_past("date", day, dates.today(work.now))
    at = dates.meeting_time(time)
    closed = work.calendar.reason_closed(day)
    if closed and day > dates.today(work.now):  # who meets today is here, whatever day it is
        raise RuleBroken("Kantor tutup.", {"date": [f"Kantor tutup pada tanggal ini ({closed}). Pilih hari kerja."]})
    return at


def invite(work: Work, case: Case, row: Meeting) -> None:
    """The front desk is told at once, and through it the applicant; the letters follow as they are signed."""
    invitations.tell_invited(work, case, row)
    write_invitations(work, case, row)


def waiting(work: Work, case: Case) -> Meeting:
    """The appointment that waits; raises Stale."""
    row = invitations.planned(work, case)
    if row is None:
        raise Stale("Tidak ada pertemuan yang dijadwalkan pada pengaduan ini. Muat ulang halaman.")
    return row


@step
def move_meeting(work: Work, case: Case, *, date: date, time: str, place: str, missed: bool, reason: str) -> None:
    """Step 8b: another day, hour or place; or whoever was asked did not come, and there is a second date."""
    row = waiting(work, case)
    check_missed(missed, row.held_on, dates.today(work.now))
    row.held_on, row.clock_time, row.place = date, _check(work, date, time), place
    row.moves, row.missed, row.why = row.moves + 1, row.missed + missed, reason
    deadlines.set_due(work, case)
    invitations.tell_changed(work, case, row, missed=missed)
    write_invitations(work, case, row)
    said = "Tidak hadir; dijadwalkan lagi" if missed else "Pertemuan dipindah"
    work.audit("move_meeting", case.case_no, f"{said} ke {when(row)}: {reason}")
    if case.state == State.CAMAT_MEETING:
        tell_stage(work, case, f"Pertemuan Anda dijadwalkan ulang ke {when(row)}.")


@step
def cancel_meeting(work: Work, case: Case, *, missed: bool, reason: str) -> None:
    """Step 8b: the meeting is called off; or whoever was asked did not come, and the case goes on without it."""
    row = waiting(work, case)
    check_missed(missed, row.held_on, dates.today(work.now))
    invitations.call_off(work, case, row, reason, missed=missed)
    if missed:
        take_back(work, case, row, "Hari pertemuan sudah lewat.")
    else:
        write_off(work, case, row)
    said = "Tidak hadir; dilanjutkan tanpa pertemuan" if missed else "Pertemuan dibatalkan"
    work.audit("cancel_meeting", case.case_no, f"{said}: {reason}")
    if case.state == State.CAMAT_REVIEW:
        tell_stage(work, case, "Pertemuan tidak jadi dilaksanakan; Camat menentukan langkah berikutnya.")


def when(row: Meeting) -> str:
    """Day, hour and place in words."""
    return f"{clock.long_date(row.held_on)} pukul {row.clock_time} {zone.name()} di {row.place}"
