"""Cases that belong to one another: earlier ones of the same or about the same person, and those that staff linked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import ARRAY, ColumnElement, Select, String, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from services.review.queries.cases import READ_ALL, knows_applicant
from services.review.queries.visible import seen_by
from services.review.tables import Case, Link
from services.shared.rights.people import Actor

MOST = 20
WHY = ("Dikaitkan", "Terlapor yang sama", "Pemohon yang sama")


@dataclass(frozen=True)
class Related:
    """One related case, and why it is shown."""

    case: Case
    why: str


def related(session: Session, case: Case, actor: Actor) -> list[Related]:
    """Linked cases first, then earlier ones of the same applicant and about a person reported here; one query.

    Only cases that this person may see; the applicant's own only for those who may know who that is.
    """
    asked = _statement(
        everything=actor.is_any(*READ_ALL), reported=bool(case.reported_keys), person=knows_applicant(case, actor)
    )
    values = {"username": actor.username, "case_no": case.case_no, "reported": case.reported_keys}
    values |= {"nik": case.nik_masked, "name": case.applicant_name}
    return [Related(row, WHY[rank]) for row, rank in session.execute(asked, values)]


@cache
def _statement(*, everything: bool, reported: bool, person: bool) -> Select[Case, int]:
    """The query for each kind of reader and case, made once: making it takes longer than asking it."""
    near = union_all(*_reasons(reported=reported, person=person)).subquery()
    visible = seen_by(bindparam("username"), everything=everything)
    return (
        select(Case, func.min(near.c.rank).label("rank"))
        .join(near, near.c.case_no == Case.case_no)
        .where(visible, Case.case_no != bindparam("case_no"))
        .group_by(Case.case_no)
        .order_by(func.min(near.c.rank), Case.received_at.desc())
        .limit(MOST)
    )


def _reasons(*, reported: bool, person: bool) -> list[Select[str, int]]:
    """One look-up by an index for each reason; ``rank`` is the place in ``WHY``."""
    case_no = bindparam("case_no", type_=String)
    found = [
        select(Link.other_no.label("case_no"), literal(0).label("rank")).where(Link.case_no == case_no),
        select(Link.case_no, literal(0)).where(Link.other_no == case_no),
    ]
    if reported:
        found.append(_newest(1, Case.reported_keys.overlap(bindparam("reported", type_=ARRAY(String)))).limit(MOST))
    if person:
        same = Case.nik_masked == bindparam("nik"), Case.applicant_name == bindparam("name")
        found.append(_newest(2, *same).limit(MOST + 1))  # this case is one of them
    return found


def _newest(rank: int, *alike: ColumnElement[bool]) -> Select[str, int]:
    return select(Case.case_no, literal(rank)).where(*alike).order_by(Case.received_at.desc())
