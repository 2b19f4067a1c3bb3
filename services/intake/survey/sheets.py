"""The survey's figures of a period as a spreadsheet (XLSX): summary, the nine elements with a chart, respondents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from services.intake.rules.questionnaire import BY_CODE, CODES, PROFILE
from services.intake.survey.queries import Results
from services.intake.survey.rules import SMALLEST_GROUP, Score
from services.shared.config.office import Office
from services.shared.web.delimited import Cell
from services.shared.web.sheets import Table

NOBODY = "Belum ada jawaban"


def workbook(office: Office, figures: Results, plan: str) -> Iterator[Table]:
    """The figures as numbers, so that they can be calculated with; no formula, and nothing of a single respondent."""
    yield Table("Ringkasan", (("", 44), ("", 60)), _summary(office, figures, plan))
    if figures.elements:
        heads = (("Unsur", 44), ("NRR", 10, "0.000"), ("Indeks", 10, "0.00"), ("Mutu", 18), ("Urutan", 14))
        chart = partial(_draw, title=f"Indeks per unsur, {figures.period.label}")
        yield Table("Unsur", heads, _elements(figures), finish=chart)
    for name, label, words in PROFILE if figures.profile else ():
        counts = [(text, figures.profile[name][code]) for code, text in words.items()]
        yield Table("Responden", ((label, 44), ("Orang", 10)), counts)
    if not figures.profile:
        told = f"Unsur dan responden ditampilkan mulai {SMALLEST_GROUP} responden, agar jawaban tidak dapat ditebak."
        yield Table("Responden", (("", 44),), [[told]])


def _index(overall: Score | None) -> Sequence[Sequence[Cell]]:
    if overall is None:
        return [(head, NOBODY) for head in ("NRR tertimbang", "IKM", "Mutu")]
    grade = f"{overall.grade} ({overall.label})"
    return [("NRR tertimbang", overall.nrr), ("IKM", overall.index), ("Mutu", grade)]


def _summary(office: Office, figures: Results, plan: str) -> Sequence[Sequence[Cell]]:
    return [
        ("Kantor", office.name),
        ("Layanan", office.office.service),
        ("Periode", figures.period.label),
        ("Dari", figures.period.first),
        ("Sampai", figures.period.last),
        ("Pemohon yang dilayani (N)", figures.population),
        ("Responden (n)", figures.respondents),
        ("Sampel paling sedikit (Krejcie dan Morgan)", figures.needed),
        *_index(figures.overall),
        ("Rencana tindak lanjut", plan or "Belum diterbitkan"),
    ]


def _elements(figures: Results) -> Iterator[Sequence[Cell]]:
    for code in CODES:
        score = figures.elements[code]
        place = f"terendah ke-{figures.lowest.index(code) + 1}" if code in figures.lowest else None
        yield BY_CODE[code].label, score.nrr, score.index, f"{score.grade} ({score.label})", place


def _draw(book: Any, sheet: Any, title: str) -> None:
    """The indexes as bars, below the elements."""
    chart, last = book.add_chart({"type": "bar"}), len(CODES)
    series = {"name": "Indeks", "categories": ["Unsur", 1, 0, last, 0], "values": ["Unsur", 1, 2, last, 2]}
    chart.add_series(series | {"data_labels": {"value": True, "num_format": "0.00"}})
    chart.set_title({"name": title})
    chart.set_x_axis({"min": 25, "max": 100})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"none": True})
    chart.set_size({"width": 760, "height": 420})
    sheet.insert_chart(last + 2, 0, chart)
