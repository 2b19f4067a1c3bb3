"""The survey's timed jobs: what is not needed any more is forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from services.intake.tables import SurveyAnswer, SurveyToken
from services.shared.calendar import clock
from services.shared.jobs.schedule import Job
from services.shared.unit_of_work import Work

REWRITTEN = timedelta(days=31)  # so that a few days without a worker leave no order behind


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
