"""Notices to the staff of steps 6 to 13: new work for whoever has the next step, and reminders from the limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import Select, select

from services.review import rules
from services.review.queries.deadlines import due_things
from services.review.rules.deadlines import LEVELS, OWNERS
from services.review.states import FOLLOW_UPS, OPEN, State
from services.review.tables import Case, Coordination, Member
from services.shared.notices.posting import person, post, role
from services.shared.notices.reminders import Watch, horizon, late_words, remind
from services.shared.rights.conflicts import Colleague, asked
from services.shared.rights.people import Role
from services.shared.staff.colleagues import colleagues
from services.shared.unit_of_work import Work

Members = defaultdict[str, list[Member]]
SMALL_THINGS = LEVELS[Role.TEAM][0]  # whom a member's late task or a partner's late answer is told
TEAMS = (State.TEAM_ASSIGNED, State.LETTER_REQUESTED, *FOLLOW_UPS)
NEW = {
    State.SECTION_HEAD_REVIEW: "{no} menunggu verifikasi Anda",
    State.CAMAT_REVIEW: "{no} menunggu arahan Anda",
    State.CAMAT_DECISION: "{no} menunggu keputusan Anda",
    State.TEAM_ASSIGNED: "{no} didisposisikan kepada Anda",
    State.ORAL_FOLLOWUP: "{no} diputuskan; sampaikan tanggapan Camat kepada pemohon",
    State.TRANSFER_FOLLOWUP: "{no} diputuskan dilimpahkan; laksanakan tindak lanjutnya",
    State.LAW_FOLLOWUP: "{no} diputuskan dilaporkan; laksanakan tindak lanjutnya",
}
LATE = {
    State.SECTION_HEAD_REVIEW: ("verification", "{no} belum selesai diverifikasi"),
    State.CAMAT_REVIEW: ("camat", "{no} belum mendapat arahan Camat"),
    State.CAMAT_MEETING: ("camat", "{no} belum mendapat arahan Camat"),
    State.TEAM_ASSIGNED: ("disposition", "disposisi {no} belum dilaporkan tim"),
    State.CAMAT_DECISION: ("camat", "{no} belum diputuskan Camat"),
    State.LETTER_REQUESTED: ("letter", "surat untuk {no} belum selesai"),
    State.ORAL_FOLLOWUP: ("follow_up", "tindak lanjut {no} belum selesai"),
    State.TRANSFER_FOLLOWUP: ("follow_up", "tindak lanjut {no} belum selesai"),
    State.LAW_FOLLOWUP: ("follow_up", "tindak lanjut {no} belum selesai"),
}


def announce(work: Work, case: Case) -> None:
    """The case has come to somebody: the bell of whoever has the next step, but for those with a conflict."""
    words = NEW.get(State(case.state))
    if words is None:
        return
    staff = _staff(work, [case])
    for recipient in _doers(case, _members(work, [case]), staff):
        post(
            work,
            kind="new_work",
            subject=case.case_no,
            recipient=recipient,
            occasion=str(case.version),
            text=words.format(no=case.case_no),
            link=_link(case.case_no),
            not_for=rules.left_out(case, staff),
        )


def _staff(work: Work, cases: Iterable[Case]) -> list[Colleague]:
    """Everybody who works here, where somebody may be barred from one of these cases; else nobody need be known."""
    return colleagues(work) if any(case.conflicted or case.official_key or case.stood_in for case in cases) else []


def tell_next_level(work: Work, case: Case, to: Role) -> None:
    """A step stayed undone beyond its day: the next level is told, once (``rules/deadlines.py`` says when and whom)."""
    assert case.due is not None  # only what is due can be late
    kind, words = LATE[State(case.state)]
    staff = _staff(work, [case])
    for recipient in _asked(to, case, staff):
        post(
            work,
            kind=f"{kind}_escalated",
            subject=case.case_no,
            recipient=recipient,
            occasion=case.due.isoformat(),
            text=late_words(case.due, words.format(no=case.case_no)),
            link=_link(case.case_no),
            not_for=rules.left_out(case, staff),
        )


def remind_all(work: Work) -> str:
    """Timed job: near and past the limit of each step, and what members and partners owe (steps 10 and 13).

    A late case goes to the next level by ``clock.escalate``; the smaller things are told to that level from here.
    """
    far = horizon(work)
    open_now = select(Case).where(Case.state.in_(OPEN), Case.due <= far).order_by(Case.due, Case.case_no)
    cases = work.session.execute(open_now).scalars().all()
    waiting = [(row[0], row[1]) for row in work.session.execute(_unanswered())]
    watched = [*cases, *(case for case, _ in waiting)]
    members, staff = _members(work, watched), _staff(work, watched)
    count = remind(work, (_watch(case, members, staff) for case in cases if case.state in LATE))
    count += remind(work, _partners(work, waiting, members, staff))
    count += remind(work, _owed(work, far))
    return f"{count} pengingat baru"


def _owed(work: Work, far: date) -> Iterator[Watch]:
    """Tasks of one member (step 10), and answers to cases that were handed over or reported (after 13)."""
    words = {"task": "tugas Anda pada {no} belum selesai", "partner_answer": "jawaban mitra atas {no} belum dicatat"}
    things = due_things().subquery()
    near = select(things).where(things.c.thing.in_(words), things.c.due_on <= far)
    rows = work.session.execute(near.order_by(things.c.due_on, things.c.thing_id)).all()
    about = select(Case).where(Case.case_no.in_({row.case_no for row in rows}))
    cases = {case.case_no: case for case in work.session.scalars(about)} if rows else {}
    staff = _staff(work, cases.values())
    for row in rows:
        case = cases[row.case_no]
        yield Watch(
            kind=row.thing,
            subject=row.case_no,
            what=words[row.thing].format(no=row.case_no),
            due=row.due_on,
            recipients=() if row.username in case.conflicted else (person(row.username),),
            next_level=tuple(_asked(SMALL_THINGS, case, staff)),
            link=_link(row.case_no),
            not_for=tuple(rules.left_out(case, staff)),
        )


def _watch(case: Case, members: Members, staff: Sequence[Colleague]) -> Watch:
    kind, words = LATE[State(case.state)]
    assert case.due is not None  # the query asks for it
    return _about(case, kind, words, case.due, members, staff, above=None)


def _unanswered() -> Select[Case, Coordination]:
    return (
        select(Case, Coordination)
        .join(Coordination, Coordination.case_no == Case.case_no)
        .where(Case.state == State.TEAM_ASSIGNED, Coordination.closed_at.is_(None))
    )


def _partners(
    work: Work, waiting: Iterable[tuple[Case, Coordination]], members: Members, staff: Sequence[Colleague]
) -> Iterator[Watch]:
    limit = work.office.limits.get("partner_answer")
    for case, row in waiting:
        due = row.due_on or (work.calendar.deadline(row.held_on, limit) if limit else None)
        if due is None:
            continue
        words = "jawaban mitra untuk {no} belum dicatat"
        yield _about(case, "partner_answer", words, due, members, staff, above=SMALL_THINGS)


def _about(
    case: Case, kind: str, words: str, due: date, members: Members, staff: Sequence[Colleague], *, above: Role | None
) -> Watch:
    return Watch(
        kind=kind,
        subject=case.case_no,
        what=words.format(no=case.case_no),
        due=due,
        recipients=tuple(_doers(case, members, staff)),
        next_level=tuple(_asked(above, case, staff)) if above else (),
        link=_link(case.case_no),
        not_for=tuple(rules.left_out(case, staff)),
    )


def _doers(case: Case, members: Members, staff: Sequence[Colleague]) -> Sequence[str]:
    if case.state in TEAMS:
        return [person(one.username) for one in members[case.case_no] if not rules.barred(case, one.username, one.name)]
    return _asked(OWNERS[State(case.state)], case, staff)


def _asked(who: Role, case: Case, staff: Sequence[Colleague]) -> list[str]:
    return [role(one) for one in asked(who, case.stood_in, rules.left_out(case, staff), staff)]


def _members(work: Work, cases: Sequence[Case]) -> Members:
    numbers = {case.case_no for case in cases}
    found: Members = defaultdict(list)
    if numbers:
        rows = select(Member).where(Member.case_no.in_(numbers)).order_by(Member.username)
        for row in work.session.scalars(rows):
            found[row.case_no].append(row)
    return found


def _link(case_no: str) -> str:
    return f"/review/cases/{case_no}"
