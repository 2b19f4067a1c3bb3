"""Step 8a: the Camat gives the solution to the applicant, and the case ends."""

from __future__ import annotations

from datetime import datetime

from services.review.actions.documents import file_paper
from services.review.actions.ending import finish
from services.review.actions.moving import step
from services.review.actions.signing import signed
from services.review.papers.follow_up import follow_up
from services.review.rules import dates
from services.review.rules.choices import WAYS_OF_TELLING
from services.review.rules.path import add_step
from services.review.rules.told import TOLD
from services.review.tables import Case, Decision, FollowUp
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


@step
def resolve_directly(work: Work, case: Case, *, solution: str, told_at: datetime | None, told_how: str) -> None:
    """Step 8a: the Camat gives the solution to the applicant; the case ends."""
    moment = dates.told_moment(told_at, case.received_at, work.now)
    case.path = add_step(case.path, "8a")
    noted = {"case_no": case.case_no, "step": "8a"} | signed(work, Role.CAMAT)
    told = FollowUp(told_at=moment, told_to="Pemohon", told_how=told_how, summary=solution, **noted)
    work.session.add_all([Decision(text=solution, **noted), told])
    paper = follow_up(work.office, case, told, None)
    file_paper(work, case, "follow_up_sheet", "Catatan penyampaian", paper, identifying=True)
    work.audit("resolve_directly", case.case_no, f"Diselesaikan langsung oleh Camat: {solution}")
    finish(
        work,
        case,
        message=TOLD["resolve_directly"].format(solution),
        summary=solution,
        told_at=moment,
        told_how=WAYS_OF_TELLING[told_how],
    )
