"""The agenda read back: spreadsheet and csv field by field, filters, search, paper."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import UTC, datetime

import openpyxl
import pytest

from services.registry.actions import booking
from services.registry.actions.numbering import assign_number
from services.registry.papers.agenda import HEADS
from services.shared.paper.preview import page_text
from tests.support.agenda import API, CODE, FACTS, PAGE, REGISTRAR, at
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest


@pytest.fixture(scope="module")
def month(office: TestOffice) -> str:
    """A month with a letter of Sigap, cancelled, reserved and typed lines, and one that attacks spreadsheets."""
    service, moment = office.service("registry"), datetime(2043, 5, 4, 3, 0, tzinfo=UTC)
    letter = LetterUnderTest(office, classification=CODE)
    letter.walk("registered")
    with service.work(REGISTRAR, moment) as work:
        assign_number(work, uuid.UUID(letter.id), None)
    letter.do("stamp")
    at(service, moment, subject='=HYPERLINK("http://x","y")', recipient="@SUM(A1)", note="+1")
    with service.work(REGISTRAR, moment) as work:
        booking.reserve_numbers(work, key=None, classification=CODE, count=1, note="Surat tugas")
        rest = FACTS | {"subject": "Laporan tahunan", "security": "terbatas"}
        booking.record_outside(
            work, key=None, number="B/77/SETDA/2043", dated=moment.date(), classification=CODE, **rest
        )
    line = at(service, moment, subject="Edaran jam malam")
    with service.work(REGISTRAR, moment) as work:
        booking.cancel_number(work, line.id, line.position, reason="Tidak jadi dikirim")
    return letter.id


def test_the_export_is_read_back_field_by_field(office: TestOffice, month: str) -> None:
    registrar, query = office.person("registrasi"), "year=2043&month=5"
    heads = [title for title, _ in HEADS]
    sheet = openpyxl.load_workbook(io.BytesIO(registrar.get(f"{PAGE}.xlsx?{query}").get_data())).active
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head] == heads
    assert all(cell.data_type != "f" for row in rows for cell in row), "nothing is a formula"
    found = [dict(zip(heads, [cell.value for cell in row], strict=True)) for row in rows]
    letter = registrar.ask(f"/registry/api/letters/{month}")
    mine = next(row for row in found if row["Nomor surat"] == letter["number"])
    assert mine["Tanggal surat"].date().isoformat() == letter["dated"] == "2043-05-04"
    assert mine["SHA-256"] == letter["sha256s"]["sealed"]
    assert mine["Nama berkas"] == f"Surat Tanggapan {letter['number']}.pdf".replace("/", "-")
    assert (mine["Retensi"], mine["Keamanan"]) == ("2 tahun aktif, 3 tahun inaktif, Musnah", "Biasa")
    assert (mine["Hal"], mine["Tujuan"]) == (letter["subject"], letter["recipient"])
    assert [row["Status"] for row in found].count("Batal") == 1
    assert {row["Asal nomor"] for row in found} == {"Nomor kantor sendiri", "Diketik (SRIKANDI atau sekretariat)"}
    lines = registrar.get(f"{PAGE}.csv?{query}").get_data().decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(lines), delimiter=";"))
    assert [row["Nomor surat"] for row in read] == [row["Nomor surat"] for row in found]
    for sheet_row, row in zip(found, read, strict=True):
        said = {head: _in_csv(value) for head, value in sheet_row.items()}
        assert row == said, "both files say the same, field by field"
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values()), row
    assert any(row["Hal"] == '\'=HYPERLINK("http://x","y")' for row in read)
    by_api = registrar.get(f"{API}/export.csv?{query}").get_data().decode("utf-8-sig")
    assert by_api == lines
    assert registrar.get(f"{API}/export.xlsx?{query}").get_data().startswith(b"PK")


def _in_csv(value: object) -> str:
    """A cell of the spreadsheet as CSV has it: dates ISO, nothing that a spreadsheet would take for a formula."""
    text = value.date().isoformat() if isinstance(value, datetime) else str(value or "")
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def test_filters_search_and_paper(office: TestOffice, month: str) -> None:
    registrar, query = office.person("registrasi"), "year=2043&month=5"
    cancelled = registrar.ask(f"{API}?{query}&state=cancelled")["lines"]
    assert [line["subject"] for line in cancelled] == ["Edaran jam malam"]
    assert [line["number"] for line in registrar.ask(f"{API}?{query}&source=typed")["lines"]] == ["B/77/SETDA/2043"]
    assert len(registrar.ask(f"{API}?{query}&q=jam%20malam")["lines"]) == 1
    assert registrar.ask(f"{API}?year=2043&month=6")["lines"] == []
    page = registrar.get(f"{PAGE}?{query}").get_data(as_text=True)
    assert "B/77/SETDA/2043" in page
    assert "<script" not in page.split('id="agenda"')[1]
    words = page_text(registrar.get(f"{PAGE}.pdf?{query}").get_data())
    assert "AGENDA SURAT KELUAR" in words
    assert "BATAL" in words
    assert "Mei 2043" in words
