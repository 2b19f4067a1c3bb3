"""Cases that belong to one another: earlier ones of the same person or official, and those that staff linked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from services.review.queries.cases import knows_applicant
from services.review.queries.lists import may_see
from services.review.tables import Case, Link
from services.shared.people import Actor

MOST = 20
WHY = ("Dikaitkan", "Terlapor yang sama", "Pemohon yang sama")


@dataclass(frozen=True)
class Related:
    """One related case, and why it is shown."""

    case: Case
    why: str


def related(session: Session, case: Case, actor: Actor) -> list[Related]:
    """Linked cases first, then earlier ones of the same applicant and about the same official; one query.

    Only cases that this person may see; the applicant's own only for those who may know who that is.
    """
    near = union_all(*_reasons(case, actor)).subquery()
    statement = (
        select(Case, func.min(near.c.rank).label("rank"))
        .join(near, near.c.case_no == Case.case_no)
        .where(may_see(actor), Case.case_no != case.case_no)
        .group_by(Case.case_no)
        .order_by(func.min(near.c.rank), Case.received_at.desc())
        .limit(MOST)
    )
    return [Related(row, WHY[rank]) for row, rank in session.execute(statement)]


def _reasons(case: Case, actor: Actor) -> list[Select[str, int]]:
    """One look-up by an index for each reason; ``rank`` is the place in ``WHY``."""
    found = [
        select(Link.other_no.label("case_no"), literal(0).label("rank")).where(Link.case_no == case.case_no),
        select(Link.case_no, literal(0)).where(Link.other_no == case.case_no),
    ]
    if case.official_key:
        about = select(Case.case_no, literal(1)).where(Case.official_key == case.official_key, Case.official_key != "")
        found.append(about.order_by(Case.received_at.desc()).limit(MOST))
    if knows_applicant(case, actor):
        person = select(Case.case_no, literal(2)).where(
            Case.nik_masked == case.nik_masked, Case.applicant_name == case.applicant_name
        )
        found.append(person.order_by(Case.received_at.desc()).limit(MOST + 1))
    return found
