"""What stands in a spreadsheet that somebody uploads: its first sheet, read in a confined child."""

from __future__ import annotations

import itertools
import mimetypes
import tempfile
from datetime import date, datetime
from pathlib import Path

from services.shared import confined
from services.shared.errors import RuleBroken
from services.shared.web.files import GivenFile

LARGEST = 5 * 1024 * 1024  # bytes of the file
MOST_ROWS, MOST_COLUMNS, LONGEST = 2000, 40, 10_000  # rows, columns, letters of a cell
EXACT = 15  # digits of a number that a spreadsheet keeps; those after it have become zeros
MEMORY = 256 * 1024 * 1024  # bytes above what the child begins with
UNREADABLE = "Berkas ini bukan lembar kerja XLSX yang dapat dibaca. Simpan sebagai XLSX, lalu unggah lagi."
TOO_LONG = f"Lembar kerja ini lebih dari {MOST_ROWS} baris. Bagi menjadi beberapa berkas."
Row = tuple[int, list[str]]  # the number of a line as the spreadsheet shows it, and its cells as text


def read_rows(given: GivenFile, folder: Path) -> list[Row]:
    """The lines of the first sheet that hold anything; days as ``24/11/2026``. Only ``folder`` is written to.

    Raises:
        RuleBroken, at the file's field: it is no such file, or too large.
    """
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".xlsx") as file:
        file.write(given.read(LARGEST))
        file.flush()
        try:
            rows = _read(file.name)
        except (confined.TooMuch, TypeError, ValueError) as error:
            raise RuleBroken.at(given.field, UNREADABLE) from error
    if len(rows) > MOST_ROWS:
        raise RuleBroken.at(given.field, TOO_LONG)
    return rows


def _read(file: str) -> list[Row]:
    child = "services.shared.files.spreadsheets:first_sheet"
    found = confined.run(child, file, memory=MEMORY, files=[file], largest=4 * LARGEST)
    return [(int(number), [str(cell) for cell in cells]) for number, cells in found]  # taken over it may say anything


def first_sheet(name: str) -> list[Row] | None:
    """What the child does; None for what is no workbook."""
    mimetypes.knownfiles = []  # which the library reads while it loads; the child may not
    import openpyxl

    try:
        book = openpyxl.load_workbook(name, read_only=True, data_only=True)
        rows = enumerate(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True), 1)
        lines = ((number, [_text(cell) for cell in row]) for number, row in itertools.islice(rows, 10 * MOST_ROWS + 1))
        return list(itertools.islice((line for line in lines if any(line[1])), MOST_ROWS + 1))
    except Exception:
        return None


def _text(cell: object) -> str:
    if isinstance(cell, datetime) and (cell.hour or cell.minute):
        return f"{cell:%d/%m/%Y %H.%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, int | float) and abs(cell) >= 10**EXACT:
        return f"{cell:.14E}"  # as the spreadsheet shows it, so that nobody takes its zeros for digits
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()[:LONGEST]
