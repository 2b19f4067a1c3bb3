"""The survey's report on paper (PermenPANRB 14/2017): figures, weakest elements with a plan, respondents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.intake.rules.questionnaire import BY_CODE, CODES, PROFILE
from services.intake.survey.queries import Results
from services.intake.survey.rules import GRADES, SMALLEST_GROUP, Score
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.typeset import typeset

TEMPLATE = Path(__file__).parent / "report.typ"
_COLUMNS = (("age_group", "gender"), ("education", "part_of_day"), ("occupation",))


def report(office: Office, figures: Results, plan: str, now: datetime) -> bytes:
    """The report of a period as PDF. Without a plan there are lines to write one by hand."""
    camat = office.official("camat")
    data = {
        "office": office.letterhead(),
        "style": {"paper": office.letters.paper, "font": office.letters.font, "size": 10.5},
        "service": office.office.service,
        "period": figures.period.label,
        "days": f"{clock.long_date(figures.period.first)} s.d. {clock.long_date(figures.period.last)}",
        "population": str(figures.population),
        "respondents": str(figures.respondents),
        "on_paper": str(figures.on_paper) if figures.on_paper else "",
        "needed": str(figures.needed),
        "enough": figures.respondents >= figures.needed,
        "overall": _score(figures.overall) if figures.overall else None,
        "elements": _elements(figures),
        "grades": [f"{letter} ({label}): mulai {comma(least)}" for letter, least, label in GRADES],
        "lowest": [BY_CODE[code].label for code in figures.lowest],
        "plan": plan,
        "profile": _profile(figures),
        "smallest": str(SMALLEST_GROUP),
        "signatory": {"title": f"{camat.title.upper()},", "name": camat.name, "rank": camat.rank, "nip": camat.nip},
        "place_date": f"{office.office.place}, {clock.long_date(now)}",
        "printed": clock.date_time(now),
    }
    return typeset(TEMPLATE, data, created=now)


def comma(value: Decimal) -> str:
    """A decimal as it is written in Indonesian: ``88,31``."""
    return str(value).replace(".", ",")


def _score(score: Score) -> dict[str, str]:
    return {"nrr": comma(score.nrr), "index": comma(score.index), "grade": score.grade, "label": score.label}


def _elements(figures: Results) -> list[list[str]]:
    rows = []
    for number, code in enumerate(CODES if figures.elements else (), 1):
        score = _score(figures.elements[code])
        mark = f"{score['grade']} ({score['label']})"
        rows.append([str(number), BY_CODE[code].label, score["nrr"], score["index"], mark])
    return rows


def _profile(figures: Results) -> list[list[dict[str, Any]]]:
    """The tables over the respondents, in three columns of about equal height."""
    if not figures.profile:
        return []
    tables = {name: _table(figures, name, label, words) for name, label, words in PROFILE}
    return [[tables[name] for name in column] for column in _COLUMNS]


def _table(figures: Results, name: str, label: str, words: Mapping[str, str]) -> dict[str, Any]:
    counts = figures.profile[name]
    rows = [[text, str(counts[code]), share(counts[code], figures.respondents)] for code, text in words.items()]
    return {"label": label, "rows": rows}


def share(part: int, whole: int) -> str:
    """A part in percent, to one decimal: ``33,3%``."""
    return f"{100 * part / whole:.1f}%".replace(".", ",")
