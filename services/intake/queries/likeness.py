"""Complaints that look alike (step 4): found by the blind index of the NIK, the day, and trigrams of place and text."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Date, Select, String, bindparam, cast, func, literal, or_, select, union
from sqlalchemy.orm import Session

from services.intake.queries.lists import LINE
from services.intake.queries.persons import of_person
from services.intake.rules import likeness as rules
from services.intake.rules.likeness import Compared
from services.intake.tables import Applicant, Complaint, ComplaintForm, Likeness

TOLD = 10  # of what looks like one complaint; one row more says that there are more
_NO = bindparam("case_no", type_=String)
_OF_CASE = (  # with every complaint that is opened, so it is made once
    select(Likeness, Complaint)
    .join(Complaint, Complaint.case_no.in_((Likeness.case_no, Likeness.other_no)) & (Complaint.case_no != _NO))
    .where(or_(Likeness.case_no == _NO, Likeness.other_no == _NO))
    .order_by((Likeness.verdict == "open").desc(), Likeness.score.desc(), Complaint.case_no)
    .options(*LINE)
    .limit(TOLD + 1)
)
OF_ONE_APPLICANT = 20  # earlier complaints of the same person that are compared


def earlier_ones(session: Session, complaint: Complaint, nik_indices: Sequence[str]) -> list[Compared]:
    """What a complaint is compared with: the applicant's own earlier ones, and those near in place and time.

    Texts are compared only where person or place are alike already.
    """
    form, same = _form(complaint), Applicant.case_no.in_(of_person(nik_indices))
    numbers = union(_own(complaint, same), _near(form)).subquery()
    day = cast(literal(form.occurred_on), Date)
    titles = func.similarity(ComplaintForm.title, form.title)
    stories = func.similarity(ComplaintForm.story, form.story)
    statement = (
        select(
            ComplaintForm.case_no,
            same.label("same_applicant"),
            func.abs(ComplaintForm.occurred_on - day).label("days_apart"),
            func.similarity(ComplaintForm.place, form.place).label("place"),
            func.greatest(titles, stories).label("text"),
        )
        .join(numbers, numbers.c.case_no == ComplaintForm.case_no)
        .join(Applicant, Applicant.case_no == ComplaintForm.case_no)
        .where(ComplaintForm.case_no != complaint.case_no)
    )
    return [Compared(**row._mapping) for row in session.execute(statement)]


def _form(complaint: Complaint) -> ComplaintForm:
    assert complaint.form is not None
    return complaint.form


def _own(complaint: Complaint, same: ColumnElement[bool]) -> Select[str]:
    since = complaint.received_at - rules.SAME_APPLICANT_WITHIN
    return (
        select(Applicant.case_no)
        .join(Complaint, Complaint.case_no == Applicant.case_no)
        .where(same, Complaint.received_at.between(since, complaint.received_at))
        .order_by(Complaint.received_at.desc())
        .limit(OF_ONE_APPLICANT)
    )


def _near(form: ComplaintForm) -> Select[str]:
    days = form.occurred_on - rules.NEAR, form.occurred_on + rules.NEAR
    alike = func.similarity(ComplaintForm.place, form.place) >= rules.PLACE
    return select(ComplaintForm.case_no).where(ComplaintForm.occurred_on.between(*days), alike)


def of_case(session: Session, case_no: str) -> Sequence[tuple[Likeness, Complaint]]:
    """What looks like this complaint, earlier or later: unjudged and most alike first. One query."""
    return [(row[0], row[1]) for row in session.execute(_OF_CASE, {"case_no": case_no}).unique()]
