"""The last step of a case, as long as whoever did it may take it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from services.review.rules.undoing import GONE, check_undo
from services.review.tables import Case, LastStep
from services.shared.audit import trail
from services.shared.errors import Stale
from services.shared.notices.tables import notice
from services.shared.rights.people import Actor


def last_step(session: Session, case: Case, person: Actor, now: datetime) -> LastStep:
    """The last step, which this person may take back now: it is theirs, nothing followed and nobody was told since.

    Raises:
        Stale: there is none.
    """
    row = session.get(LastStep, case.case_no) if case.last_actor == person.username else None
    if row is None:
        raise Stale(GONE)
    by_me = row.by == person.username
    check_undo(by_me=by_me, at=row.at, version=row.version, now_at=now, now_version=case.version)
    if session.execute(select(_followed(row))).scalar_one():
        raise Stale(GONE)
    return row


def _followed(row: LastStep) -> ColumnElement[bool]:
    """Somebody was told of the case since, or its story went on without counting a version: an attachment, say."""
    told = exists().where(notice.c.subject == row.case_no, notice.c.created_at >= row.at)
    line = trail.audit.c
    return or_(told, exists().where(line.subject == row.case_no, line.at > row.at, line.story))
