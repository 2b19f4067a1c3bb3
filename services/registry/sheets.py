"""Lists of the registry as spreadsheets: row by row into a temporary file, so that memory stays flat."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import xlsxwriter
from flask import Response

from services.shared.storage.object_store import CHUNK

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Head = tuple[str, int]  # name and width in characters


def respond(name: str, title: str, heads: Sequence[Head], rows: Iterable[Sequence[str]]) -> Response:
    """A sheet as a download: the title, one row of heads that stays in sight, then the rows as plain text."""
    response = Response(_pieces(sheet(title, heads, rows)), content_type=TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def sheet(title: str, heads: Sequence[Head], rows: Iterable[Sequence[str]]) -> IO[bytes]:
    """The sheet as a temporary file, rewound. Everything is written as text: nothing is taken for a formula."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- whoever reads it closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False})
    page, bold = book.add_worksheet("Daftar"), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_landscape()
    page.repeat_rows(0, 1)
    page.freeze_panes(2, 0)
    for column, (_, width) in enumerate(heads):
        page.set_column(column, column, width)
    page.write_string(0, 0, title, bold)
    _write(page, 1, [head for head, _ in heads], bold)
    for number, row in enumerate(rows, 2):
        _write(page, number, row, wrapped)
    book.close()
    file.seek(0)
    return file


def _write(page: Any, number: int, cells: Sequence[str], look: Any) -> None:
    for column, cell in enumerate(cells):
        page.write_string(number, column, cell, look)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
