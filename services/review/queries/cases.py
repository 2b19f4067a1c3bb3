"""One case: who may see it, and the rows about it by kind."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, String, bindparam, exists, select
from sqlalchemy.orm import Session

from services.review.states import RIGHTS
from services.review.tables import Case, CaseFile, Letter, Member
from services.review.tables.base import CaseEntry
from services.shared.errors import Forbidden, Missing, Stale
from services.shared.rights import barring
from services.shared.rights.conflicts import BARRED_WORDS
from services.shared.rights.people import Actor

READ_ALL = RIGHTS.everywhere("see")
UNKNOWN = "Pengaduan ini tidak dikenal di sini."
NO_CASE = "Pengaduan ini tidak ada, atau tidak didisposisikan kepada Anda."
NOT_DISPOSED = "Pengaduan ini tidak didisposisikan kepada Anda."

DESTROYED = "Arsip pengaduan ini sudah dimusnahkan, jadi tidak ada lagi yang dicatat padanya."

Row = TypeVar("Row", bound=CaseEntry)


# Asked with every case that is opened or moved, so they are made once: making a statement takes as long as asking it.
NO = bindparam("case_no", type_=String)
_CASE = select(Case).where(Case.case_no == NO)
_LOCKED = _CASE.with_for_update()
_MEMBER = select(exists().where(Member.case_no == NO, Member.username == bindparam("username")))
MEMBERS = select(Member).where(Member.case_no == NO).order_by(Member.name)
LETTERS = select(Letter).where(Letter.case_no == NO).order_by(Letter.requested_at, Letter.letter_id)
FILES = select(CaseFile).where(CaseFile.case_no == NO).order_by(CaseFile.added_at, CaseFile.id)


def visible_case(session: Session, case_no: str, actor: Actor, *, lock: bool = False) -> Case:
    """The case, if this person may see it; ``lock`` keeps its row for this transaction.

    Raises:
        Missing: no such case, or the actor is of the team and the case is not disposed to them.
        Forbidden: the actor has a conflict of interest.
        Stale: it is to be changed, and its archive was destroyed: nothing about people comes back.
    """
    if barring.closed(session, case_no):
        raise Forbidden(BARRED_WORDS)
    case = session.execute(_LOCKED if lock else _CASE, {"case_no": case_no}).scalar_one_or_none()
    if case is None or not (RIGHTS.may("see", actor) or _sees_own(session, case_no, actor)):
        raise Missing(NO_CASE)
    if lock and case.destroyed_at is not None:
        raise Stale(DESTROYED)
    return case


def _sees_own(session: Session, case_no: str, actor: Actor) -> bool:
    return RIGHTS.may("see", actor, assigned=True) and is_member(session, case_no, actor.username)


def disposed_case(session: Session, case_no: str, actor: Actor) -> Case:
    """The case under its lock, for a member to whom it is disposed; raises as ``visible_case``."""
    case = visible_case(session, case_no, actor, lock=True)
    if not is_member(session, case_no, actor.username):
        raise Missing(NOT_DISPOSED)
    return case


def case_for_update(session: Session, case_no: str) -> Case | None:
    """The case with its row locked, for messages; None where it is not known here."""
    return session.execute(_LOCKED, {"case_no": case_no}).scalar_one_or_none()


def known_case(session: Session, case_no: str) -> Case:
    """The same for messages about a case that review has had; raises Missing."""
    case = case_for_update(session, case_no)
    if case is None:
        raise Missing(UNKNOWN)
    return case


def is_member(session: Session, case_no: str, username: str) -> bool:
    """Whether the case is disposed to this member of the team."""
    return bool(session.execute(_MEMBER, {"case_no": case_no, "username": username}).scalar_one())


def knows_all(actor: Actor) -> bool:
    """Whether this person may know every applicant."""
    return RIGHTS.may_all("know_applicant", actor)


def knows_applicant(case: Case, actor: Actor) -> bool:
    """Whether this person may know who the applicant is."""
    return RIGHTS.may("know_applicant", actor, assigned=True, confidential=case.confidential)


def entries(session: Session, table: type[Row], case_no: str) -> Sequence[Row]:
    """The rows of one table about a case, oldest first."""
    found = entries_of(table)
    return session.execute(found, {"case_no": case_no}).scalars().all()


def entries_of(table: Any) -> Select[Any]:
    """The query for them, made once for each table."""
    return _entries(table)


@cache
def _entries(table: Any) -> Select[Any]:
    return select(table).where(table.case_no == NO).order_by(table.at, table.id)


def letters(session: Session, case_no: str) -> Sequence[Letter]:
    """The letters that were ever asked for, oldest first."""
    return session.execute(LETTERS, {"case_no": case_no}).scalars().all()


def members(session: Session, case_no: str) -> Sequence[Member]:
    """The team members of the case, by name."""
    return session.execute(MEMBERS, {"case_no": case_no}).scalars().all()


def files(session: Session, case_no: str) -> Sequence[CaseFile]:
    """All files of the case, oldest first."""
    return session.execute(FILES, {"case_no": case_no}).scalars().all()


def file_of(session: Session, case: Case, file_id: uuid.UUID, actor: Actor) -> CaseFile:
    """A file of this case that this person may see; raises Missing."""
    found = session.get(CaseFile, file_id)
    if found is None or found.case_no != case.case_no or (found.identifying and not knows_applicant(case, actor)):
        raise Missing("Berkas ini tidak ada pada pengaduan ini.")
    return found
