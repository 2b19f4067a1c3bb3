"""Tables as XLSX with one look for all, written line by line so that memory stays flat (as CSV: ``delimited``).

Texts stay texts: nothing that somebody typed is taken for a formula or a link.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from flask import Response

from services.shared.errors import RuleBroken
from services.shared.storage.object_store import CHUNK
from services.shared.web.delimited import Cell
from services.shared.web.files import send_made
from services.shared.web.service import current_service

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 200_000  # of a sheet: about a minute of work; CSV has no limit
TEXT = "@"  # shape of a column in which what is typed stays as it is typed: its zeros, all of its digits
_TOP = {"text_wrap": True, "valign": "top"}
_HEAD = _TOP | {"bold": True, "bg_color": "#EAF0F6", "bottom": 1}
_MOMENT, _DAY = _TOP | {"num_format": "dd/mm/yyyy hh:mm"}, _TOP | {"num_format": "dd/mm/yyyy"}
Head = tuple[str, int] | tuple[str, int, str]  # label, width in characters, shape of its numbers (``0.00``)


@dataclass(frozen=True)
class Table:
    """Rows under their heads on the sheet ``name``; tables of one name stand one below the other.

    Without a label in any head there is no line of heads. ``finish`` gets xlsxwriter's workbook and worksheet once
    the rows are written: a chart, say.
    """

    name: str
    heads: Sequence[Head]
    rows: Iterable[Sequence[Cell]]
    title: str = ""
    filtered: bool = False
    finish: Callable[[Any, Any], None] | None = None


def as_xlsx(*tables: Table, most: int = MOST_ROWS, folder: Path | None = None) -> IO[bytes]:
    """The tables as a workbook in a temporary file (in ``folder``), rewound.

    Raises:
        RuleBroken: a table has more than ``most`` rows.
    """
    target = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 -- whoever reads it closes it
    free: dict[str, int] = {}  # the next free line of each sheet
    try:
        with xlsxwriter.Workbook(target, {"constant_memory": True, "tmpdir": folder and str(folder)}) as book:
            for table in tables:
                free[table.name] = _put(book, table, free.get(table.name, 0), most)
    except RuleBroken:
        target.close()
        raise
    target.seek(0)
    return target


def send_xlsx(name: str, *tables: Table) -> Response:
    """The tables as the download ``<name>.xlsx``; raises RuleBroken for more than ``MOST_ROWS`` rows."""
    file = as_xlsx(*tables, folder=current_service().settings.spool_dir)
    return send_made(_pieces(file), f"{name}.xlsx", XLSX)


def _put(book: Any, table: Table, line: int, most: int) -> int:
    """Write a table from this line on; returns the line where another one may begin."""
    sheet = book.get_worksheet_by_name(table.name) or book.add_worksheet(table.name)
    first = _put_heads(book, sheet, table, line)
    looks = [book.add_format(_TOP | {"num_format": shape[0] if shape else ""}) for _, _, *shape in table.heads]
    times = book.add_format(_MOMENT), book.add_format(_DAY)
    end = first
    for end, row in enumerate(table.rows, first + 1):
        if end - first > most:
            raise RuleBroken("Daftar ini lebih dari 200.000 baris. Persempit filternya, atau unduh sebagai CSV.")
        _put_row(sheet, end - 1, zip(row, looks, strict=True), times)
    if table.filtered:
        sheet.autofilter(first - 1, 0, end - 1, len(looks) - 1)
    if table.finish:
        table.finish(book, sheet)
    return end + 1


def _put_row(sheet: Any, line: int, cells: Iterable[tuple[Cell, Any]], times: tuple[Any, Any]) -> None:
    """Cells with their looks; ``times`` are those of moments and of days."""
    for column, (cell, look) in enumerate(cells):
        if isinstance(cell, date):
            sheet.write_datetime(line, column, cell, times[0] if isinstance(cell, datetime) else times[1])
        elif isinstance(cell, str):
            sheet.write_string(line, column, cell, look)
        elif cell is not None:
            sheet.write_number(line, column, cell, look)


def _put_heads(book: Any, sheet: Any, table: Table, line: int) -> int:
    """Title and heads, which stay in sight and are printed on every page; returns the line of the first row."""
    first = line
    if table.title:
        sheet.write_string(first, 0, table.title, book.add_format({"bold": True}))
        first += 1
    if any(label for label, *_ in table.heads):
        look = book.add_format(_HEAD)
        for column, (label, *_) in enumerate(table.heads):
            sheet.write_string(first, column, label, look)
        first += 1
    if line == 0:
        _set_up(book, sheet, table.heads, first)
    return first


def _set_up(book: Any, sheet: Any, heads: Sequence[Head], first: int) -> None:
    """The sheet's columns and pages, whose heads are the lines before ``first``."""
    sheet.set_landscape()
    for column, (_, width, *shape) in enumerate(heads):
        typed = book.add_format({"num_format": TEXT}) if shape == [TEXT] else None
        sheet.set_column(column, column, width, typed)
    if first:
        sheet.repeat_rows(0, first - 1)
        sheet.freeze_panes(first, 1)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
