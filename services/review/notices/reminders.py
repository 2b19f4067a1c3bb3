"""Reminders: near and past the limit of each step, and of what members and partners owe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

from services.review.notices.news import LATE
from services.review.notices.promises import remind_promises
from services.review.notices.recipients import Known, Members, doers, holders, link, members_of, staff_for
from services.review.queries.deadlines import due_things
from services.review.rules.deadlines import LEVELS
from services.review.states import OPEN, State
from services.review.tables import Case, Coordination
from services.shared.notices.posting import person
from services.shared.notices.reminders import Watch, horizon, remind
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

OWED = {
    "task": "tugas Anda pada {no} belum selesai",
    "partner_answer": "tanggapan instansi atas {no} belum dicatat",
}
SMALL_THINGS = LEVELS[Role.TEAM][0]  # whom a member's late task or a partner's late answer is told


def remind_all(work: Work) -> str:
    """Timed job: near and past the limit of each step, and what members and partners owe (steps 10 and 13).

    A late case goes to the next level by ``actions.deadlines.escalate``; the smaller things are told to that level
    from here.
    """
    far = horizon(work)
    open_now = select(Case).where(Case.state.in_(OPEN), Case.due <= far).order_by(Case.due, Case.case_no)
    cases = work.session.execute(open_now).scalars().all()
    waiting = [(row[0], row[1]) for row in work.session.execute(_unanswered())]
    watched = [*cases, *(case for case, _ in waiting)]
    members, known = members_of(work, watched), staff_for(work, watched)
    late = [case for case in cases if case.state in LATE]
    count = remind(work, late, lambda case: case.case_no, lambda case: _watch(case, members, known))
    count += remind(
        work,
        waiting,
        lambda row: f"tanggapan instansi {row[0].case_no}",
        lambda row: _partner(work, row, members, known),
    )
    count += _remind_owed(work, far)
    count += remind_promises(work, far)
    return f"{count} pengingat baru"


def _remind_owed(work: Work, far: date) -> int:
    """Tasks of one member (step 10), and answers to cases that were handed over or reported (after 13)."""
    things = due_things().subquery()
    near = select(things).where(things.c.thing.in_(OWED), things.c.due_on <= far)
    rows = work.session.execute(near.order_by(things.c.due_on, things.c.thing_id)).all()
    cases = _cases_of(work, {row.case_no for row in rows})
    known = staff_for(work, cases.values())

    def watch(row: Row[Any]) -> Watch:
        case = cases[row.case_no]
        whom = [] if row.username in known.left_out(case) else [person(row.username)]
        return _about(case, row.thing, OWED[row.thing], row.due_on, whom, known, above=SMALL_THINGS)

    return remind(work, rows, lambda row: f"{row.thing} {row.thing_id} {row.case_no}", watch)


def _watch(case: Case, members: Members, known: Known) -> Watch:
    kind, words = LATE[State(case.state)]
    assert case.due is not None  # the query asks for it
    return _about(case, kind, words, case.due, doers(case, members, known), known)


def _unanswered() -> Select[Case, Coordination]:
    return (
        select(Case, Coordination)
        .join(Coordination, Coordination.case_no == Case.case_no)
        .where(Case.state == State.TEAM_ASSIGNED, Coordination.closed_at.is_(None))
    )


def _partner(work: Work, waiting: tuple[Case, Coordination], members: Members, known: Known) -> Watch | None:
    limit, (case, row) = work.office.limits.get("partner_answer"), waiting
    due = row.due_on or (work.calendar.deadline(row.held_on, limit) if limit else None)
    if due is None:
        return None
    words = "tanggapan instansi untuk {no} belum dicatat"
    return _about(case, "partner_answer", words, due, doers(case, members, known), known, above=SMALL_THINGS)


def _cases_of(work: Work, numbers: set[str]) -> dict[str, Case]:
    about = select(Case).where(Case.case_no.in_(numbers))
    return {case.case_no: case for case in work.session.scalars(about)} if numbers else {}


def _about(
    case: Case,
    kind: str,
    words: str,
    due: date,
    recipients: Iterable[str],
    known: Known,
    above: Role | None = None,
) -> Watch:
    return Watch(
        kind=kind,
        subject=case.case_no,
        what=words.format(no=case.case_no),
        due=due,
        recipients=tuple(recipients),
        next_level=tuple(holders(above, case, known)) if above else (),
        link=link(case.case_no),
        not_for=tuple(known.left_out(case)),
    )
