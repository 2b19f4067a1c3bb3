"""Schemas of the survey, for forms and API alike."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.intake.rules.questionnaire import ELEMENTS, PARTS_OF_DAY, RESPONDENT, Element
from services.intake.survey import periods
from services.shared.calendar import clock
from services.shared.fields import REQUIRED, LocalDate, choice, day, hidden, text
from services.shared.phrases import phrase

_CHOOSE = phrase("Pilih salah satu.")
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


_Marks: Any = Schema.from_dict({element.code: _mark(element) for element in ELEMENTS}, name="SurveyMarks")


class PaperSchema(_Marks):
    """A sheet that was filled in by hand: its code, its day, nine answers by code, who answers, a suggestion."""

    code = text(
        "Kode lembar",
        60,
        hint="Dari guntingan di bawah lembar. Buang guntingan itu sesudah dipakai.",
        width=6,
        description="the one-time code of the sheet, 26 letters and digits",
    )
    answered_on = day("Tanggal mengisi", width=6, description="the day written on the sheet")
    part_of_day = choice("Waktu mengisi", PARTS_OF_DAY, ask="radios", wrong=_CHOOSE, inline=True)
    age_group = _who("age_group", "age group")
    gender = _who("gender", "gender")
    education = _who("education", "last education")
    occupation = _who("occupation", "main occupation")
    suggestion = text("Saran yang tertulis", 1000, optional=True, rows=3)

    @post_load
    def _grouped(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data | {"answers": {element.code: data.pop(element.code) for element in ELEMENTS}}


class PeriodQuery(Schema):
    """Which period: a code (``2026-S2``, ``2026-T4``, ``2026-11``), or two days; without both the present half-year."""

    period = text(
        "Periode",
        40,
        optional=True,
        ask="select",
        options="periods",
        blank="Pilih rentang tanggal",
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
        rows=5,
        hint="Apa yang dilakukan untuk unsur terendah, oleh siapa, sampai kapan.",
        description="what the office will do about the weakest elements",
    )

    @post_load
    def _period(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"period": periods.between(data["first"], data["last"]), "plan": data["plan"]}


class OfferSchema(Schema):
    """Offer the survey to the applicant of a case."""

    case_no = text("Nomor pengaduan", 40)
