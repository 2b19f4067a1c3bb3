"""The verbs of the survey (step 18)."""

from __future__ import annotations

from marshmallow import Schema

from services.intake.survey import actions, on_paper, periods
from services.intake.survey.schemas import AnswerSchema, PaperSchema, PublishSchema
from services.intake.tables import SurveyPublication
from services.shared.staff.directory import Directory
from services.shared.verbs import Ask, Given, Line, Verb
from services.shared.web.names import PRINTED

LARGEST_SHEET = 20_000_000  # bytes of a scan


def _published(row: SurveyPublication) -> str:
    return f"Hasil survei {periods.between(row.first_day, row.last_day).label} sudah diterbitkan."


OFFER = Verb(
    "offer_survey",
    "Menawarkan survei",
    schema=Schema,
    action=actions.offer,
    ask=Ask("Tawarkan survei", kind="outline-primary"),
    path="",
)
HERE = Verb(
    "survey_here",
    "Menyerahkan perangkat sendiri kepada pemohon untuk mengisi survei",
    action=Directory.sign_out,
    ask=Ask("Keluar dan serahkan kepada pemohon"),
)
ANSWER = Verb(
    "answer_survey",
    "Mengisi survei (pemohon, tanpa masuk)",
    schema=AnswerSchema,
    action=actions.answer,
    ask=Ask("Kirim jawaban"),
    path="",
    limits=("60 per minute",),
)
PUBLISH = Verb(
    "publish_survey",
    "Menerbitkan hasil survei",
    schema=PublishSchema,
    action=actions.publish,
    said=_published,
    ask=Ask(
        "Ya, terbitkan",
        "Terbitkan hasil periode ini…",
        "Indeks, nilai unsur, dan rencana ini akan tampil untuk umum di halaman survei.",
    ),
    path="/publish",
    api=("post", "/publications"),
)
PAPER = Verb(
    "enter_paper_survey",
    "Mengetik lembar survei dari kertas",
    schema=PaperSchema,
    action=on_paper.enter_paper_survey,
    alone=True,
    said="Lembar survei tersimpan. Kodenya tidak dapat dipakai lagi; buang guntingannya.",
    ask=Ask("Simpan lembar"),
    path="",
    file=Given(
        "sheet",
        "Pindaian lembar",
        "Foto atau PDF lembar yang sudah dipotong guntingannya.",
        accept=PRINTED,
        largest=LARGEST_SHEET,
    ),
)
SURVEY = (
    OFFER,
    HERE,
    ANSWER,
    PAPER,
    Line("see_survey_sheets", "Membuka lembar survei kertas"),
    Line("see_survey", "Melihat hasil survei"),
    PUBLISH,
)
