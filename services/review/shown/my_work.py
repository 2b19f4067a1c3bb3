"""What waits in review for a person, as rows of *my work*: the next steps, tasks, answers awaited, meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from flask import url_for

from services.handoffs.outcomes import MeetingKind
from services.review.queries import deadlines, work
from services.review.queries.deadlines import Owed
from services.review.queries.meetings import meetings
from services.review.queries.overseen import to_confirm
from services.review.rules import dates
from services.review.shown.applicant import applicant
from services.review.shown.words import NEXT
from services.review.states import RIGHTS, WAITS_FOR, State
from services.review.tables import Case, Meeting
from services.shared.data.paging import Part
from services.shared.rights.people import Actor
from services.shared.staff.appointing_verbs import RIGHTS as APPOINTING
from services.shared.staff.appointments import Appointments
from services.shared.unit_of_work import Service
from services.shared.web.my_work import AHEAD, MOST, Appointment, Todo, Waiting

OWED = {
    "task": "Selesaikan tugas",
    "coordination": "Tagih jawaban",
    "partner_answer": "Catat tanggapan instansi",
}


def my_work(service: Service, person: Actor, now: datetime) -> Waiting:
    """Steps 6 to 13: what this person has to do next, and the meetings ahead."""
    today = dates.today(now)
    with service.reading() as session:
        page = work.my_work(session, person, None, MOST)
        beyond = work.how_many_wait(session, person) - MOST if page.after else 0
        owed = deadlines.owed(session, person)
        meet = meetings(session, person, today, service.calendar.add(today, AHEAD))
        doubtful = to_confirm(session) if RIGHTS.may("confirm_conflict", person) else Part[Case]([], 0)
    todos = [*_cases(person, page.rows, now), *_owed(owed.rows), *_overseen(doubtful.rows)]
    return Waiting(
        todos=[*todos, *_appointments(service, person, today)],
        appointments=[_appointment(meeting) for meeting in meet],
        beyond=beyond + owed.beyond + doubtful.beyond,
        more=[("Daftar penanganan dengan filter", url_for("pages.my_work"))] if person.is_any(*WAITS_FOR) else [],
    )


def _cases(person: Actor, found: Sequence[Case], now: datetime) -> Iterator[Todo]:
    for case in found:
        yield Todo(
            verb=NEXT.get(State(case.state), "Periksa"),
            about=case.title,
            who=applicant(case, person)["name"],
            number=case.case_no,
            since=case.entered_at,
            due=case.due,
            late=case.due_at is not None and case.due_at < now,
            urgent=case.urgent_since is not None,
            note="Dinaikkan: sudah lewat batas di tingkat bawah" if case.escalated_to else "",
            url=url_for("pages.case_page", case_no=case.case_no, _anchor="next-step"),
        )


def _owed(found: Sequence[Owed]) -> Iterator[Todo]:
    for one in found:
        url = url_for("pages.case_page", case_no=one.case_no, _anchor="next-step")
        yield Todo(verb=OWED[one.thing], about=one.what, number=one.case_no, due=one.due_on, url=url)


def _overseen(found: Sequence[Case]) -> Iterator[Todo]:
    for case in found:
        url = url_for("pages.case_page", case_no=case.case_no, _anchor="next-step")
        yield Todo(verb="Tegaskan benturan", about=case.title, number=case.case_no, since=case.entered_at, url=url)


def _appointments(service: Service, person: Actor, today: date) -> Iterator[Todo]:
    """Acting heads whose appointment waits for a second person."""
    if not APPOINTING.may("confirm_appointment", person):
        return
    for row in Appointments(service.staff).unconfirmed(today):
        if person.username not in {row.made_by, row.username}:
            about = f"Penunjukan {row.name} sebagai pejabat pelaksana"
            yield Todo(verb="Setujui", about=about, since=row.made_at, due=row.starts_on, url=url_for("acting.show"))


def _appointment(meeting: Meeting) -> Appointment:
    url = url_for("pages.case_page", case_no=meeting.case_no, _anchor="next-step")
    hour, number = meeting.clock_time, meeting.case_no
    what = "Mediasi" if meeting.kind == MeetingKind.MEDIATION else "Tatap muka"
    return Appointment(on=meeting.held_on, at=hour, what=what, number=number, url=url)
