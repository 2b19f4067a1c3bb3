"""Spreadsheets hold numbers and days as such, so that they can be sorted, filtered and calculated with."""

from __future__ import annotations

import io
import re
from datetime import date, datetime

import openpyxl
import pytest

from services.shared.calendar import clock
from tests.support.intake import Desk, person
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest, LetterUnderTest, run_archive

NUMBER = re.compile(
    r"-?\d{1,3}([.,]?\d+)*( ?%| berkas)?|\d{1,2}/\d{1,2}/\d{4}.*|\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}-\d\d-\d\d.*"
)
NAMES = {"Kode klasifikasi", "NIK", "Nomor arsip", "SHA-256", "Kurun waktu"}  # digits that are no number


@pytest.fixture(scope="module")
def archived(office: TestOffice) -> str:
    """Something in every list."""
    Desk(office).forwarded()
    LetterUnderTest(office).walk("numbered")
    case = CaseUnderTest(office)
    case.complete()
    run_archive(office)
    return case.case_no


def cells(office: TestOffice, who: str, path: str) -> list[tuple[str, object]]:
    """Every cell of a workbook with the head of its column."""
    answer = person(office, who).get(path)
    assert answer.status_code == 200, path
    found: list[tuple[str, object]] = []
    for sheet in openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        heads = next((row for row in rows if len([cell for cell in row if cell]) > 1), rows[0])
        found += [(str(head), cell) for row in rows if row != heads for head, cell in zip(heads, row, strict=True)]
    return found


@pytest.mark.parametrize(
    ("who", "path", "days"),
    [
        ("loket1", "/intake/complaints/export.xlsx", {"Batas waktu", "Dijawab paling lambat"}),
        ("camat", "/review/statistics.xlsx", set()),
        ("registrasi", "/registry/register.xlsx", {"Tgl terima"}),
        ("registrasi", "/registry/agenda.xlsx", {"Tanggal surat"}),
        ("camat", "/intake/survey/results/report.xlsx", {"Kecamatan Kumelembuai"}),
        ("registrasi", "/registry/archive/files.xlsx", {"Aktif s.d."}),
        ("registrasi", "/registry/archive/{case_no}/items.xlsx", {"Tanggal"}),
    ],
)
def test_numbers_and_days_are_no_texts(office: TestOffice, archived: str, who: str, path: str, days: set[str]) -> None:
    found = cells(office, who, path.format(case_no=archived) + f"?year={clock.today().year}")
    texts = [(head, cell) for head, cell in found if isinstance(cell, str) and head not in NAMES]
    assert [(head, cell) for head, cell in texts if NUMBER.fullmatch(cell)] == []
    assert any(isinstance(cell, int | float) for _, cell in found) or "export" in path or "agenda" in path
    assert days <= {head for head, cell in found if isinstance(cell, date | datetime)}


def test_the_sheets_are_named_in_whole_words(office: TestOffice) -> None:
    answer = person(office, "camat").get("/review/statistics.xlsx")
    assert "Koordinasi dengan pemerintah…" in openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames
