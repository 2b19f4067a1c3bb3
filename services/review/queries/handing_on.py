"""What somebody of the team has open, so that it can go to another: cases, tasks, answers that are awaited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from services.review.queries.deadlines import awaits
from services.review.states import OPEN
from services.review.tables import Case, FollowUp, Member, Task


@dataclass(frozen=True)
class Burden:
    """How much one person has open. ``name`` as the dispositions know it: the account may be closed already."""

    username: str
    name: str
    cases: int


def burdens(session: Session) -> list[Burden]:
    """Everybody of the team with an open case, by name. One query."""
    query = (
        select(Member.username, func.max(Member.name).label("name"), func.count().label("cases"))
        .join(Case, Case.case_no == Member.case_no)
        .where(or_(Case.state.in_(OPEN), _awaited(Member.username)))
        .group_by(Member.username)
    )
    rows = session.execute(query.order_by(func.max(Member.name), Member.username))
    return [Burden(row.username, row.name, row.cases) for row in rows]


def cases_of(session: Session, username: str) -> Sequence[Case]:
    """The cases in which this person has something open, locked, in the order of their numbers."""
    query = (
        select(Case)
        .join(Member, Member.case_no == Case.case_no)
        .where(Member.username == username, or_(Case.state.in_(OPEN), _awaited(Member.username)))
        .order_by(Case.case_no)
        .with_for_update(of=Case)
    )
    return session.scalars(query).all()


def members_and_tasks(session: Session, case_no: str, username: str) -> tuple[list[Member], list[Task], list[FollowUp]]:
    """What this person has in one case: the membership, open tasks, awaited answers."""
    mine = select(Member).where(Member.case_no == case_no, Member.username == username)
    tasks = select(Task).where(Task.case_no == case_no, Task.username == username, Task.done_at.is_(None))
    answers = select(FollowUp).where(FollowUp.case_no == case_no, awaits(username))
    return (list(session.scalars(mine)), list(session.scalars(tasks)), list(session.scalars(answers)))


def _awaited(username: Any) -> ColumnElement[bool]:
    """Of a case that has ended: an answer that this person still waits for (12c, 12d)."""
    return select(FollowUp.id).where(FollowUp.case_no == Case.case_no, awaits(username)).exists()
