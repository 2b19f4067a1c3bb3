"""What is done with the survey: a link is offered, an answer given, old links forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.intake.rules.codes import make_code
from services.intake.states import CLOSED, State
from services.intake.survey import rules
from services.intake.survey.tables import SurveyAnswer, SurveyIssued, SurveyToken
from services.intake.tables import Complaint
from services.shared.calendar import clock
from services.shared.errors import Forbidden, Missing, Stale
from services.shared.jobs.schedule import Job
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Work

RESPONDENT = Actor(account_id=None, username="responden", name="Responden survei", roles=frozenset())
GONE = (
    "Tautan survei ini tidak berlaku: sudah dipakai, sudah lewat masa berlakunya, atau ada huruf yang kurang. "
    "Bila Anda baru saja mengirim jawaban, jawaban itu sudah kami terima."
)
REWRITTEN = timedelta(days=31)  # so that a few days without a worker leave no order behind
SERVED = CLOSED | {State.DELIVERED}


def issue_token(work: Work, case_no: str) -> str | None:
    """Step 18: offer the survey once for a case that was served; returns the token, which exists nowhere else.

    None where a link was offered for this case before. Called by the action that ends or hands over the case.
    """
    today = clock.local(work.now).date()
    offered = insert(SurveyIssued).values(case_no=case_no).on_conflict_do_nothing()
    if work.session.execute(offered.returning(SurveyIssued.case_no)).first() is None:
        return None
    token = make_code()
    expires = work.calendar.deadline(today, rules.validity(work.office))
    work.session.add(SurveyToken(token_hash=rules.token_hash(token), expires_on=expires))
    work.audit("offer_survey", case_no, "Pemohon ditawari mengisi survei kepuasan (SKM)")
    return token


def offer(work: Work, case_no: str) -> str:
    """Step 18: the clerk offers the survey to the applicant of a case that was served; returns the new token.

    For every end by whichever branch, also one that came by a message, when nobody stood at the desk.

    Raises:
        Missing: no such case. Forbidden: not a clerk.
        Stale: the letter is not handed over and the case has not ended, or the survey was offered before.
    """
    if not work.actor.is_any(Role.CLERK):
        raise Forbidden("Survei ditawarkan oleh petugas loket.")
    state = work.session.scalar(select(Complaint.state).where(Complaint.case_no == case_no))
    if state is None:
        raise Missing("Pengaduan ini tidak ditemukan.")
    if state not in SERVED:
        raise Stale("Survei ditawarkan setelah pengaduan selesai atau suratnya diserahkan.")
    token = issue_token(work, case_no)
    if token is None:
        raise Stale("Survei sudah pernah ditawarkan untuk pengaduan ini; tautannya hanya diberikan sekali.")
    return token


def answer(work: Work, token: str, data: dict[str, Any]) -> None:
    """Step 18: the applicant fills in the survey. Uses up the token and keeps nothing of it.

    No audit line on purpose: its exact time and address would lead from the answer to the person.

    Raises:
        Missing: the token is unknown, used or expired; one and the same message.
    """
    today = clock.local(work.now).date()
    live = (SurveyToken.token_hash == rules.token_hash(token), SurveyToken.expires_on >= today)
    used = work.session.execute(delete(SurveyToken).where(*live).returning(SurveyToken.token_hash)).first()
    if used is None:
        raise Missing(GONE)
    work.session.add(
        SurveyAnswer(
            answered_on=today,
            part_of_day=rules.part_of_day(work.now),
            suggestion=data["suggestion"],
            **data["answers"],
            **{name: data[name] for name in ("age_group", "gender", "education", "occupation")},
        )
    )


def forget_expired(work: Work) -> str:
    """Timed job: delete links that can no longer be used."""
    today = clock.local(work.now).date()
    gone = work.session.execute(
        delete(SurveyToken).where(SurveyToken.expires_on < today).returning(SurveyToken.token_hash)
    )
    return f"{len(gone.all())} tautan survei kedaluwarsa dihapus"


def forget_order(work: Work) -> str:
    """Timed job: write the answers of earlier days anew, in the order of their random ids and in one transaction.

    PostgreSQL numbers transactions and fills pages as answers arrive; beside the audit trail that order would tell the
    minute of an answer, and so whose it is.
    """
    today = clock.local(work.now).date()
    earlier = SurveyAnswer.answered_on.between(today - REWRITTEN, today - timedelta(days=1))
    columns = SurveyAnswer.__table__.c
    rows = work.session.execute(delete(SurveyAnswer).where(earlier).returning(*columns)).mappings().all()
    if rows:
        work.session.execute(insert(SurveyAnswer), [dict(row) for row in sorted(rows, key=lambda row: row["id"])])
    return f"{len(rows)} jawaban survei ditulis ulang"


JOBS = (
    Job("intake.forget_survey_links", timedelta(days=1), forget_expired),
    Job("intake.forget_survey_order", timedelta(days=1), forget_order),
)
