"""The questionnaire on paper (step 18): the nine elements to tick, who answers, and a strip with the code."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from services.intake.rules.codes import grouped
from services.intake.rules.questionnaire import ELEMENTS, PROFILE
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.typeset import typeset

TEMPLATE = Path(__file__).parent / "blank.typ"


def blank(office: Office, now: datetime, code: str = "", until: date | None = None) -> bytes:
    """The sheet as PDF; with ``code`` for one applicant, without it to write one in by hand."""
    data = {
        "office": office.letterhead(),
        "style": {"paper": "a4", "font": office.letters.font, "size": 9.5},
        "service": office.office.service,
        "elements": [[f"{number}. {one.question}", list(one.answers)] for number, one in enumerate(ELEMENTS, 1)],
        "respondent": [[label, list(words.values())] for _, label, words in PROFILE],
        "code": grouped(code) if code else "",
        "until": clock.long_date(until) if until else "",
    }
    return typeset(TEMPLATE, data, created=now)
