"""Schemas of the survey, for forms and API alike."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.intake.survey.questions import AGE_GROUPS, EDUCATIONS, ELEMENTS, GENDERS, OCCUPATIONS
from services.shared.fields import REQUIRED, LocalDate, Text
from services.shared.paper.text import missing
from services.shared.web.forms import optional_text, required_text

_CHOOSE = "Pilih salah satu."


def _mark(element: str) -> fields.Integer:
    return fields.Integer(
        required=True,
        validate=validate.Range(1, 4, error=_CHOOSE),
        error_messages={"required": _CHOOSE, "null": _CHOOSE, "invalid": _CHOOSE},
        metadata={"description": element},
    )


def _one_of(codes: dict[str, str], what: str) -> fields.String:
    return fields.String(
        required=True,
        validate=validate.OneOf(list(codes), error=_CHOOSE),
        error_messages={"required": _CHOOSE, "null": _CHOOSE, "invalid": _CHOOSE},
        metadata={"description": what},
    )


AnswersSchema = Schema.from_dict(
    {e.code: _mark(f"{e.label}: {' / '.join(e.answers)} = 1 to 4") for e in ELEMENTS}, name="SurveyAnswers"
)


class AnswerSchema(Schema):
    """A filled questionnaire (step 18): nine answers, who answers (no name), a suggestion."""

    answers = fields.Nested(
        AnswersSchema, required=True, error_messages=REQUIRED, metadata={"description": "the nine elements by code"}
    )
    age_group = _one_of(AGE_GROUPS, "age group of the respondent")
    gender = _one_of(GENDERS, "gender of the respondent")
    education = _one_of(EDUCATIONS, "last education of the respondent")
    occupation = _one_of(OCCUPATIONS, "main occupation of the respondent")
    suggestion = optional_text(1000)


class PeriodQuery(Schema):
    """Which period: a code (``2026-S2``, ``2026-T4``, ``2026-11``), or two days; without both the present half-year."""

    period = fields.String(load_default="", metadata={"description": "code of a period; from and to win over it"})
    first = LocalDate(data_key="from", load_default=None, metadata={"description": "first day"})
    last = LocalDate(data_key="to", load_default=None, metadata={"description": "last day"})


class SuggestionQuery(PeriodQuery):
    """A period, and where to go on."""

    after = fields.UUID(load_default=None, metadata={"description": "cursor: the id of the last row seen"})


def _printable(text: str) -> None:
    if strange := missing(text):
        raise ValidationError(f"Tanda ini tidak dapat dicetak, mohon dihapus: {' '.join(strange[:10])}")


class PublishSchema(Schema):
    """Publish the figures of a period."""

    first = LocalDate(data_key="from", required=True, error_messages=REQUIRED, metadata={"description": "first day"})
    last = LocalDate(data_key="to", required=True, error_messages=REQUIRED, metadata={"description": "last day"})
    plan = Text(
        required=True,
        validate=[validate.Length(10, 3000, error="Tulis 10 sampai 3.000 huruf."), _printable],
        error_messages=REQUIRED,
        metadata={"description": "what the office will do about the weakest elements"},
    )


class AcceptedSchema(Schema):
    """Thanks for an answer."""

    message = fields.String(metadata={"description": "a word of thanks, in Indonesian"})


class OfferSchema(Schema):
    """Offer the survey to the applicant of a case."""

    case_no = required_text(40)


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

    items = fields.List(fields.Nested(SuggestionSchema))
    after = fields.UUID(allow_none=True, metadata={"description": "cursor of the next page; null on the last"})


class PublicationSchema(Schema):
    """Figures as they were published."""

    first_day = fields.Date(data_key="from")
    last_day = fields.Date(data_key="to")
    published_at = fields.AwareDateTime()
    respondents = fields.Integer()
    population = fields.Integer()
    nrr = fields.Decimal(as_string=True)
    index = fields.Decimal(as_string=True)
    grade = fields.String()
    elements: Any = fields.List(fields.Dict(), metadata={"description": "code, nrr, index, grade of each element"})
    plan = fields.String()
