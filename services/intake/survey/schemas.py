"""Schemas of the survey, for forms and API alike."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.intake.rules.questionnaire import ELEMENTS, RESPONDENT, Element
from services.intake.survey import periods
from services.intake.tables import SurveyPublication
from services.shared.answers import many, shows
from services.shared.calendar import clock
from services.shared.fields import REQUIRED, LocalDate, choice, day, hidden, text

_CHOOSE = "Pilih salah satu."
_DAY: dict[str, Any] = {"hint": "", "must": None, "width": 3, "attributes": {"placeholder": "hh/bb/tttt"}}
_UNCHOSEN: dict[str, Any] = dict.fromkeys(("required", "null", "invalid"), _CHOOSE)


def _mark(element: Element) -> fields.Integer:
    told = f"{element.label}: {' / '.join(element.answers)} = 1 to 4"
    asked = {"title": element.label, "ask": "radios", "options": element.options, "description": told}
    check = validate.Range(1, 4, error=_CHOOSE)
    return fields.Integer(required=True, validate=check, error_messages=_UNCHOSEN, metadata=asked)


def _who(name: str, what: str) -> fields.String:
    label, codes = next((label, codes) for column, label, codes in RESPONDENT if column == name)
    ask = "radios" if len(codes) == 2 else "select"
    field = choice(label, codes, wrong=_CHOOSE, ask=ask, description=f"{what} of the respondent")
    field.error_messages |= _UNCHOSEN
    return field


class AnswerSchema(Schema):
    """A filled questionnaire (step 18): nine answers, who answers (no name), a suggestion."""

    answers = fields.Nested(
        Schema.from_dict({element.code: _mark(element) for element in ELEMENTS}, name="SurveyAnswers"),
        required=True,
        error_messages=REQUIRED,
        metadata={"description": "the nine elements by code"},
    )
    age_group = _who("age_group", "age group")
    gender = _who("gender", "gender")
    education = _who("education", "last education")
    occupation = _who("occupation", "main occupation")
    suggestion = text(
        "Apa yang perlu kami perbaiki?",
        1000,
        optional=True,
        hint="Jangan menulis nama atau nomor telepon di sini.",
        rows=4,
    )


class PeriodQuery(Schema):
    """Which period: a code (``2026-S2``, ``2026-T4``, ``2026-11``), or two days; without both the present half-year."""

    period = text(
        "Periode",
        40,
        optional=True,
        ask="select",
        options="periods",
        blank="Tanggal sendiri",
        width=4,
        must=None,
        description="code of a period; from and to win over it",
    )
    first = day("Atau dari tanggal", optional=True, key="from", description="first day", **_DAY)
    last = day("sampai tanggal", optional=True, key="to", description="last day", **_DAY)

    @post_load
    def _period(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        code, first, last = data.pop("period"), data.pop("first"), data.pop("last")
        return data | {"period": periods.asked(code, first, last, clock.today())}


class SuggestionQuery(PeriodQuery):
    """A period, and where to go on."""

    after = fields.UUID(load_default=None, metadata={"description": "cursor: the id of the last row seen"})


class PublishSchema(Schema):
    """Publish the figures of a period."""

    first = hidden(LocalDate, data_key="from", metadata={"ask": "hidden", "description": "first day"})
    last = hidden(LocalDate, data_key="to", metadata={"ask": "hidden", "description": "last day"})
    plan = text(
        "Rencana tindak lanjut",
        3000,
        10,
        on_paper=True,
        rows=5,
        hint="Apa yang dilakukan untuk unsur terendah, oleh siapa, sampai kapan.",
        description="what the office will do about the weakest elements",
    )

    @post_load
    def _period(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"period": periods.between(data["first"], data["last"]), "plan": data["plan"]}


class AcceptedSchema(Schema):
    """Thanks for an answer."""

    message = fields.String(metadata={"description": "a word of thanks, in Indonesian"})


class OfferSchema(Schema):
    """Offer the survey to the applicant of a case."""

    case_no = text("Nomor pengaduan", 40)


class OfferedSchema(Schema):
    """A link that exists only in this answer."""

    token = fields.String(metadata={"description": "one-time token, 26 characters"})
    link = fields.String(metadata={"description": "address of the questionnaire"})
    expires_on = fields.Date(metadata={"description": "last day on which it may be used"})


class ScoreSchema(Schema):
    """One element, or the whole. Decimals as text, so that no binary float changes them."""

    nrr = fields.Decimal(as_string=True, metadata={"description": "mean answer, 1.000 to 4.000"})
    index = fields.Decimal(as_string=True, metadata={"description": "25.00 to 100.00"})
    grade = fields.String(metadata={"description": "A, B, C or D"})
    label = fields.String(metadata={"description": "the grade in words"})


class PeriodSchema(Schema):
    """A period, both days counted."""

    code = fields.String(metadata={"description": "2026-S2, 2026-T4, 2026-11; empty for other periods"})
    label = fields.String(metadata={"description": "in words"})
    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")


class ResultsSchema(Schema):
    """The figures of a period; ``overall`` is null and ``elements`` empty without answers."""

    period = fields.Nested(PeriodSchema)
    population = fields.Integer(metadata={"description": "N: complaints that ended in the period"})
    respondents = fields.Integer(metadata={"description": "n: answers"})
    needed = fields.Integer(metadata={"description": "sample by Krejcie and Morgan for N"})
    overall = fields.Nested(ScoreSchema, allow_none=True)
    elements = fields.Dict(keys=fields.String(), values=fields.Nested(ScoreSchema))
    lowest = fields.List(fields.String(), metadata={"description": "codes of the three weakest elements"})
    profile = fields.Dict(metadata={"description": "respondents by group; empty below five respondents"})


class SuggestionSchema(Schema):
    """A suggestion, with no finer time than its month."""

    id = fields.UUID()
    month = fields.Function(lambda row: row.answered_on.strftime("%Y-%m"), metadata={"description": "YYYY-MM"})
    suggestion = fields.String()


class SuggestionsSchema(Schema):
    """A page of suggestions."""

    items = many(SuggestionSchema)
    after = fields.UUID(allow_none=True, metadata={"description": "cursor of the next page; null on the last"})


@shows(SurveyPublication, "published_at", "respondents", "population", "grade", "plan")
class PublicationSchema(Schema):
    """Figures as they were published."""

    first_day = fields.Date(data_key="from")
    last_day = fields.Date(data_key="to")
    nrr = fields.Decimal(as_string=True)
    index = fields.Decimal(as_string=True)
    elements: Any = fields.List(fields.Dict(), metadata={"description": "code, nrr, index, grade of each element"})
