"""Promises of a mediation are watched: whoever had the case is reminded, and told when one was not kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, select

from services.review.notices.recipients import Known, Members, holders, link, members_of, staff_for
from services.review.tables import Case, Meeting, Promise
from services.shared.notices.ending import over
from services.shared.notices.posting import person, post
from services.shared.notices.reminders import Watch, remind
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

WORDS = "catat apakah janji perdamaian pada {no} ditepati"
Due = tuple[Case, date]


def remind_promises(work: Work, far: date) -> int:
    """Timed: the days of promises that nobody has settled, also of cases that have ended; each day once for a case."""
    days = (
        select(Case, Promise.due_on)
        .join(Promise, Promise.case_no == Case.case_no)
        .join(Meeting, Meeting.id == Promise.meeting_id)
        .where(Promise.state == "open", Promise.due_on <= far, Meeting.state == "held")
        .distinct()
        .order_by(Promise.due_on, Case.case_no)
    )
    rows: Sequence[Row[Case, date]] = work.session.execute(days).all()
    cases = [row[0] for row in rows]
    members, known = members_of(work, cases), staff_for(work, cases)
    return remind(work, rows, lambda row: f"janji {row[0].case_no}", lambda row: _watch(row[0], row[1], members, known))


def _watch(case: Case, due: date, members: Members, known: Known) -> Watch:
    barred = known.left_out(case)
    team = [person(one.username) for one in members[case.case_no] if one.username not in barred]
    return Watch(
        kind="promise",
        subject=case.case_no,
        what=WORDS.format(no=case.case_no),
        due=due,
        recipients=tuple(team or holders(Role.CAMAT, case, known)),
        next_level=tuple(holders(Role.CAMAT, case, known)),
        link=link(case.case_no),
        not_for=tuple(barred),
        about=about(case, due),
    )


def about(case: Case, due: date) -> str:
    """What the reminders of a day are about: everything that is promised in this case until then."""
    return f"promise:{case.case_no}:{due.isoformat()}"


def settled(work: Work, case: Case, due: date) -> None:
    """Nothing that was promised for this day waits any more."""
    over(work.session, [about(case, due)], work.actor.username, work.now)


def tell_broken(work: Work, case: Case, promise: Promise) -> None:
    """The Camat hears that a promise was not kept."""
    known = staff_for(work, [case])
    for recipient in holders(Role.CAMAT, case, known):
        post(
            work,
            kind="promise_broken",
            subject=case.case_no,
            recipient=recipient,
            occasion=str(promise.id),
            text=f"Janji perdamaian pada {case.case_no} tidak ditepati",
            link=link(case.case_no),
            not_for=known.left_out(case),
        )
