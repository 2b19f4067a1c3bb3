"""Reads of the survey: a fixed number of queries for a page, whatever the number of answers."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.intake.rules.questionnaire import CODES, PROFILE
from services.intake.survey import rules
from services.intake.survey.periods import Period
from services.intake.tables import Complaint, SurveyAnswer, SurveyPublication, SurveyToken
from services.shared.calendar import clock
from services.shared.errors import Missing

SUGGESTIONS_PER_PAGE = 20
_COLUMNS = [column for column, _, _ in PROFILE]


@dataclass(frozen=True)
class Results:
    """What a period shows. ``population`` is N, the applicants whose case ended; ``respondents`` is n.

    ``overall`` is None without answers; ``elements``, ``lowest`` and ``profile`` are empty below ``SMALLEST_GROUP``: of
    few answers each would tell what one person gave.
    """

    period: Period
    population: int
    respondents: int
    needed: int
    overall: rules.Score | None
    elements: dict[str, rules.Score]
    lowest: list[str]
    profile: dict[str, dict[str, int]]
    on_paper: int = 0  # of the respondents, how many filled in a sheet


def results(session: Session, period: Period) -> Results:
    """The figures of a period; three queries."""
    respondents, on_paper, sums = _sums(session, period)
    population = _population(session, period)
    told = respondents >= rules.SMALLEST_GROUP
    return Results(
        period=period,
        population=population,
        respondents=respondents,
        needed=rules.sample_size(population),
        overall=rules.overall(sums, respondents) if respondents else None,
        elements=rules.element_scores(sums, respondents) if told else {},
        lowest=rules.lowest(sums) if told else [],
        profile=_profile(session, period) if told else {},
        on_paper=on_paper,
    )


def _sums(session: Session, period: Period) -> tuple[int, int, dict[str, int]]:
    columns = [func.coalesce(func.sum(getattr(SurveyAnswer, code)), 0).label(code) for code in CODES]
    paper = func.count().filter(SurveyAnswer.on_paper).label("paper")
    row = session.execute(select(func.count().label("n"), paper, *columns).where(_within(period))).one()
    return row.n, row.paper, {code: int(getattr(row, code)) for code in CODES}


def _population(session: Session, period: Period) -> int:
    """The complaints that ended in the period, by whichever branch: each is an applicant who was served."""
    start, stop = _midnight(period.first), _midnight(period.last + timedelta(days=1))
    ended = (Complaint.ended_at >= start, Complaint.ended_at < stop)
    return session.execute(select(func.count()).select_from(Complaint).where(*ended)).scalar_one()


def _midnight(day: date) -> datetime:
    return clock.begin(day)


def _profile(session: Session, period: Period) -> dict[str, dict[str, int]]:
    columns = [getattr(SurveyAnswer, name) for name in _COLUMNS]
    counts: dict[str, Counter[str]] = {name: Counter() for name in _COLUMNS}
    rows = session.execute(select(*columns, func.count()).where(_within(period)).group_by(*columns))
    for *values, number in rows:
        for name, value in zip(_COLUMNS, values, strict=True):
            counts[name][value] += number
    return {name: {code: counts[name][code] for code in codes} for name, _, codes in PROFILE}


def _within(period: Period) -> ColumnElement[bool]:
    return SurveyAnswer.answered_on.between(period.first, period.last)


def suggestions(
    session: Session, period: Period, after: uuid.UUID | None = None, limit: int = SUGGESTIONS_PER_PAGE
) -> Sequence[SurveyAnswer]:
    """Up to ``limit`` + 1 answers with a suggestion. In the order of their random ids: never in that of arrival."""
    query = select(SurveyAnswer).where(_within(period), SurveyAnswer.suggestion != "")
    if after:
        query = query.where(SurveyAnswer.id > after)
    return session.scalars(query.order_by(SurveyAnswer.id).limit(limit + 1)).all()


def sheets(session: Session, period: Period) -> Sequence[uuid.UUID]:
    """The scans of the papers that were typed in for a period, in the order of their random ids."""
    query = select(SurveyAnswer.sheet_id).where(_within(period), SurveyAnswer.sheet_id.is_not(None))
    return [one for one in session.scalars(query.order_by(SurveyAnswer.sheet_id)) if one]


def expiry(session: Session, token: str, today: date) -> date:
    """The last day of a link that may be used today; raises ``rules.Gone`` where it is unknown, used or expired."""
    found = session.get(SurveyToken, rules.token_hash(token))
    if found is None or found.expires_on < today:
        raise rules.Gone
    return found.expires_on


def latest_publication(session: Session, period: Period | None = None) -> SurveyPublication | None:
    """The newest publication of the newest period, or of one period."""
    query = select(SurveyPublication)
    if period:
        query = query.where(SurveyPublication.first_day == period.first, SurveyPublication.last_day == period.last)
    newest = (SurveyPublication.last_day.desc(), SurveyPublication.published_at.desc())
    return session.scalars(query.order_by(*newest).limit(1)).first()


def published(session: Session) -> SurveyPublication:
    """What the public may see of the latest publication: the elements only from ``SMALLEST_GROUP`` respondents on.

    Raises:
        Missing: nothing is published yet.
    """
    found = latest_publication(session)
    if found is None:
        raise Missing("Indeks kepuasan belum diterbitkan.")
    if found.respondents < rules.SMALLEST_GROUP:
        session.expunge(found)
        found.elements = []
    return found
