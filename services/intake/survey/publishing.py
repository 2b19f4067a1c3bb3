"""The figures of a period become public, with a plan for the weakest elements."""

from __future__ import annotations

from services.intake.survey import queries, rules
from services.intake.survey.periods import Period
from services.intake.survey.questions import CODES
from services.intake.survey.tables import SurveyPublication
from services.shared.errors import Forbidden, RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

_PUBLISHED = ("respondents", "population", "elements", "plan")


def publish(work: Work, period: Period, plan: str) -> SurveyPublication:
    """Publish the figures of a period, with what the office will do about the weakest elements.

    Publishing the same figures and plan again changes nothing. A later publication of the period takes its place.

    Raises:
        Forbidden: not the section head or the Camat.
        RuleBroken: nobody has answered in this period.
    """
    if not work.actor.is_any(Role.SECTION_HEAD, Role.CAMAT):
        raise Forbidden("Hasil survei diterbitkan oleh Kasi Pelayanan Umum atau Camat.")
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
    scores = [(code, figures.elements[code]) for code in CODES]
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
