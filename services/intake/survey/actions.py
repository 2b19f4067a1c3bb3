"""What is done with the survey (step 18): a link is offered, an answer given, the figures of a period published."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from services.intake.rules.codes import make_code
from services.intake.rules.questionnaire import CODES
from services.intake.states import CLOSED, RIGHTS, State
from services.intake.survey import queries, rules
from services.intake.survey.on_paper import handlers, use_up
from services.intake.survey.periods import Period
from services.intake.tables import Complaint, SurveyAnswer, SurveyIssued, SurveyPublication, SurveyToken
from services.shared.calendar import clock
from services.shared.errors import Forbidden, Missing, RuleBroken, Stale
from services.shared.unit_of_work import Work

SERVED = CLOSED | {State.DELIVERED}
_PUBLISHED = ("respondents", "population", "elements", "plan")


def issue_token(work: Work, case_no: str) -> str | None:
    """Offer the survey once for a case that was served; returns the token, which exists nowhere else.

    None where a link was offered for this case before. Called by the action that ends or hands over the case.
    """
    offered = insert(SurveyIssued).values(case_no=case_no).on_conflict_do_nothing()
    if work.session.execute(offered.returning(SurveyIssued.case_no)).first() is None:
        return None
    token = make_code()
    expires = work.calendar.deadline(clock.local(work.now).date(), rules.validity(work.office))
    by = sorted({*handlers(work.session, case_no), work.actor.username})
    work.session.add(SurveyToken(token_hash=rules.token_hash(token), expires_on=expires, handlers=by))
    work.audit("offer_survey", case_no, "Pemohon ditawari mengisi survei kepuasan (SKM)")
    return token


def offer(work: Work, case_no: str) -> str:
    """A one-time link for the applicant of a case that was served; 409 for a case not yet served or offered before.

    For every end by whichever branch, also one that came by a message, when nobody stood at the desk.

    Raises:
        Missing: no such case. Forbidden: not a clerk.
        Stale: the letter is not handed over and the case has not ended, or the survey was offered before.
    """
    RIGHTS.check("offer_survey", work.actor, "Survei ditawarkan oleh petugas layanan.")
    state = work.session.scalar(select(Complaint.state).where(Complaint.case_no == case_no))
    if state is None:
        raise Missing("Pengaduan ini tidak ditemukan.")
    if state not in SERVED:
        raise Stale("Survei ditawarkan setelah pengaduan selesai atau suratnya diserahkan.")
    token = issue_token(work, case_no)
    if token is None:
        raise Stale("Survei sudah pernah ditawarkan untuk pengaduan ini; tautannya hanya diberikan sekali.")
    return token


def answer(work: Work, token: str, *, answers: dict[str, int], **respondent: Any) -> None:
    """Fill in the survey once; 404 for an unknown, used or expired token alike, 403 for a signed-in member of staff.

    Uses up the token and keeps nothing of it. No audit line on purpose: its exact time and address would lead from the
    answer to the person.

    Raises:
        Forbidden: a member of the staff. Gone: the token is unknown, used or expired; one and the same message.
    """
    if work.actor.account_id is not None:
        raise Forbidden(rules.STAFF_REFUSED)
    today = clock.local(work.now).date()
    use_up(work, token, SurveyToken.expires_on >= today)
    when = {"answered_on": today, "part_of_day": rules.part_of_day(work.now)}
    work.session.add(SurveyAnswer(**when, **answers, **respondent))


def publish(work: Work, *, period: Period, plan: str) -> SurveyPublication:
    """Publish the figures of a period with a plan for the weakest elements; the same again changes nothing.

    A later publication of the period takes its place.

    Raises:
        Forbidden: not the section head or the Camat.
        RuleBroken: nobody has answered in this period.
    """
    RIGHTS.check("publish_survey", work.actor, "Hasil survei diterbitkan oleh Kasi atau Camat.")
    figures = queries.results(work.session, period)
    if figures.overall is None:
        raise RuleBroken("Belum ada jawaban pada periode ini, jadi belum ada yang dapat diterbitkan.")
    before = queries.latest_publication(work.session, period)
    new = _publication(work, figures, figures.overall, plan)
    if before and all(getattr(before, name) == getattr(new, name) for name in _PUBLISHED):
        return before
    work.session.add(new)
    work.audit("publish_survey", "survey", f"Hasil survei {period.label} diterbitkan", index=str(new.index))
    return new


def _publication(work: Work, figures: queries.Results, overall: rules.Score, plan: str) -> SurveyPublication:
    scores = [(code, figures.elements[code]) for code in CODES if figures.elements]
    return SurveyPublication(
        first_day=figures.period.first,
        last_day=figures.period.last,
        published_at=work.now,
        published_by=work.actor.username,
        respondents=figures.respondents,
        population=figures.population,
        nrr=overall.nrr,
        index=overall.index,
        grade=overall.grade,
        elements=[{"code": c, "nrr": str(s.nrr), "index": str(s.index), "grade": s.grade} for c, s in scores],
        plan=plan,
    )
