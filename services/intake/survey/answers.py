"""What the survey answers to programs."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.intake.tables import SurveyPublication
from services.shared.answers import many, shows


class AcceptedSchema(Schema):
    """Thanks for an answer."""

    message = fields.String(metadata={"description": "a word of thanks, in Indonesian"})


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
    """The figures of a period; ``overall`` is null without answers, ``elements`` and ``lowest`` empty below five."""

    period = fields.Nested(PeriodSchema)
    population = fields.Integer(metadata={"description": "N: complaints that ended in the period"})
    respondents = fields.Integer(metadata={"description": "n: answers"})
    on_paper = fields.Integer(metadata={"description": "of the answers, how many were typed from paper"})
    needed = fields.Integer(metadata={"description": "sample by Krejcie and Morgan for N"})
    overall = fields.Nested(ScoreSchema, allow_none=True)
    elements = fields.Dict(keys=fields.String(), values=fields.Nested(ScoreSchema))
    lowest = fields.List(fields.String(), metadata={"description": "codes of the three weakest elements"})
    profile = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Integer()),
        metadata={"description": "respondents by group; empty below five respondents"},
    )


class SuggestionSchema(Schema):
    """A suggestion, with no finer time than its month."""

    id = fields.UUID()
    month = fields.Function(
        lambda row: row.answered_on.strftime("%Y-%m"), metadata={"type": "string", "description": "YYYY-MM"}
    )
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
    elements: Any = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        metadata={"description": "code, nrr, index, grade of each element"},
    )
