"""The survey's figures of a period as a spreadsheet (XLSX): summary, the nine elements with a chart, respondents."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from services.intake.rules.questionnaire import BY_CODE, CODES, PROFILE
from services.intake.survey.queries import Results
from services.intake.survey.rules import SMALLEST_GROUP
from services.shared.calendar import clock
from services.shared.config.office import Office

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(office: Office, figures: Results, plan: str) -> bytes:
    """The figures as numbers, so that they can be calculated with; no formula, and nothing of a single respondent."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#EAF0F6", "bottom": 1})
    _summary(book, office, figures, plan)
    if figures.elements:
        _elements(book, figures, head)
    _profile(book, figures, head)
    book.close()
    return target.getvalue()


def _summary(book: Any, office: Office, figures: Results, plan: str) -> None:
    sheet = book.add_worksheet("Ringkasan")
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    overall = figures.overall
    rows: list[tuple[str, str | int | float]] = [
        ("Kantor", office.name),
        ("Layanan", office.office.service),
        ("Periode", figures.period.label),
        ("Dari", clock.long_date(figures.period.first)),
        ("Sampai", clock.long_date(figures.period.last)),
        ("Pemohon yang dilayani (N)", figures.population),
        ("Responden (n)", figures.respondents),
        ("Sampel paling sedikit (Krejcie dan Morgan)", figures.needed),
        ("NRR tertimbang", float(overall.nrr) if overall else "Belum ada jawaban"),
        ("IKM", float(overall.index) if overall else "Belum ada jawaban"),
        ("Mutu", f"{overall.grade} ({overall.label})" if overall else "Belum ada jawaban"),
        ("Rencana tindak lanjut", plan or "Belum diterbitkan"),
    ]
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 60)
    for number, (label, value) in enumerate(rows):
        sheet.write_string(number, 0, label, bold)
        sheet.write(number, 1, value, wrapped)


def _elements(book: Any, figures: Results, head: Any) -> None:
    sheet = book.add_worksheet("Unsur")
    means, indexes = book.add_format({"num_format": "0.000"}), book.add_format({"num_format": "0.00"})
    for column, (label, width) in enumerate((("Unsur", 44), ("NRR", 10), ("Indeks", 10), ("Mutu", 18), ("Urutan", 14))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    for number, code in enumerate(CODES, 1):
        score = figures.elements[code]
        sheet.write_string(number, 0, BY_CODE[code].label)
        sheet.write_number(number, 1, float(score.nrr), means)
        sheet.write_number(number, 2, float(score.index), indexes)
        sheet.write_string(number, 3, f"{score.grade} ({score.label})")
        if code in figures.lowest:
            sheet.write_string(number, 4, f"terendah ke-{figures.lowest.index(code) + 1}")
    chart = book.add_chart({"type": "bar"})
    last = len(CODES)
    series = {"name": "Indeks", "categories": ["Unsur", 1, 0, last, 0], "values": ["Unsur", 1, 2, last, 2]}
    chart.add_series(series | {"data_labels": {"value": True, "num_format": "0.00"}})
    chart.set_title({"name": f"Indeks per unsur, {figures.period.label}"})
    chart.set_x_axis({"min": 25, "max": 100})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"none": True})
    chart.set_size({"width": 760, "height": 420})
    sheet.insert_chart(last + 2, 0, chart)


def _profile(book: Any, figures: Results, head: Any) -> None:
    sheet = book.add_worksheet("Responden")
    sheet.set_column(0, 0, 44)
    if not figures.profile:
        sheet.write_string(0, 0, f"Ditampilkan mulai {SMALLEST_GROUP} responden, agar jawaban tidak dapat ditebak.")
        return
    number = 0
    for name, label, words in PROFILE:
        sheet.write_string(number, 0, label, head)
        sheet.write_string(number, 1, "Orang", head)
        for code, text in words.items():
            number += 1
            sheet.write_string(number, 0, text)
            sheet.write_number(number, 1, figures.profile[name][code])
        number += 2
