"""A filtered list of complaints as a file: CSV line by line, XLSX row by row into a temporary file. Memory stays flat.

Names of confidential applicants are masked for everybody: a file leaves the system and its rights behind. No NIK.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from flask import Response

from services.handoffs.outcomes import OUTCOME_LABELS, Outcome
from services.intake.queries import lists
from services.intake.rules import cases
from services.intake.rules.search import Filters
from services.intake.shown.knowing import KNOWS
from services.intake.shown.lines import village_name
from services.intake.states import STATE_LABELS, State
from services.intake.tables import Complaint
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Actor
from services.shared.storage.object_store import CHUNK
from services.shared.unit_of_work import Service
from services.shared.web import sheets
from services.shared.web.access import me
from services.shared.web.service import current_service

COLUMNS = (
    ("Nomor", 16), ("Diterima (WITA)", 17), ("Status", 24), ("Golongan", 34), ("Desa", 22), ("Jenis", 26),
    ("Pokok pengaduan", 48), ("Pemohon", 28), ("Petugas", 22), ("Batas waktu", 12), ("Dijawab paling lambat", 12),
    ("Hasil", 28), ("Berakhir (WITA)", 17), ("Nomor arsip", 20),
)  # fmt: skip
HEAD = [label for label, _ in COLUMNS]
AT_ONCE = 500  # lines of one transaction
MOST_ROWS = 200_000  # of a sheet: about a minute of work; CSV has no limit
TYPES = {"csv": sheets.CSV, "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Cell = str | date | datetime | None


def respond(kind: str, filters: Filters) -> Response:
    """The file as a download; the audit trail has who took which list before the first byte goes out.

    Raises:
        RuleBroken: more rows than ``MOST_ROWS`` for a sheet.
    """
    service, person, now = current_service(), me(), clock.now()
    found = rows(service, person, filters, now)
    content = sheets.as_csv(found, HEAD) if kind == "csv" else _pieces(sheet_of(service, found))
    with service.work(person) as work:
        asked = {name: str(value) for name, value in vars(filters.without_words()).items() if value}
        work.audit(
            "export", "list", f"Daftar pengaduan diunduh ({kind})", story=False, words=bool(filters.words), **asked
        )
    response = Response(content, content_type=TYPES[kind])
    name = f"pengaduan-{clock.local(now):%Y%m%d-%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def rows(
    service: Service, person: Actor, filters: Filters, now: datetime, at_once: int = AT_ONCE
) -> Iterator[list[Cell]]:
    """The lines of a list, in its order, read in small transactions."""
    after: str | None = None
    while True:
        with service.reading() as session:
            page = lists.complaints(
                session,
                filters,
                knows=person.is_any(*KNOWS),
                calendar=service.calendar,
                today=cases.local_day(now),
                after=after,
                limit=at_once,
            )
        yield from (_row(service, complaint) for complaint in page.items)
        if not page.after:
            return
        after = page.after


def _row(service: Service, complaint: Complaint) -> list[Cell]:
    form, applicant, office = complaint.form, complaint.applicant, service.office
    known = office.classes.get(complaint.class_code)
    return [
        complaint.case_no,
        _moment(complaint.received_at),
        STATE_LABELS[State(complaint.state)],
        known.label if known else complaint.class_code,
        village_name(office, applicant) if applicant else "",
        office.categories.get(form.category, form.category) if form else "",
        form.title if form else complaint.purpose,
        cases.HIDDEN_NAME if applicant and applicant.confidential else applicant.name if applicant else "",
        complaint.clerk_name,
        complaint.deadline,
        complaint.answer_by,
        OUTCOME_LABELS[Outcome(complaint.outcome)] if complaint.outcome else "",
        _moment(complaint.ended_at),
        complaint.archive_no,
    ]


def _moment(moment: datetime | None) -> datetime | None:
    """On the office's clock, without a zone: spreadsheets know none."""
    return clock.local(moment).replace(tzinfo=None, second=0, microsecond=0) if moment else None


def sheet_of(service: Service, found: Iterable[list[Cell]], most: int = MOST_ROWS) -> IO[bytes]:
    """The lines as a sheet in a temporary file; raises RuleBroken for more than ``most`` of them."""
    target = tempfile.TemporaryFile(dir=service.settings.spool_dir)  # noqa: SIM115 -- closed when it was sent
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": str(service.settings.spool_dir),
    }
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet("Pengaduan")
    head = book.add_format({"bold": True, "bg_color": "#EAF0F6", "bottom": 1})
    moment, day = (book.add_format({"num_format": shape}) for shape in ("dd/mm/yyyy hh:mm", "dd/mm/yyyy"))
    formats: dict[type, Any] = {datetime: moment, date: day}
    for column, (label, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    sheet.freeze_panes(1, 1)
    last = 0
    for last, row in enumerate(found, 1):
        if last > most:
            book.close()
            target.close()
            raise RuleBroken("Daftar ini lebih dari 200.000 baris. Persempit saringannya, atau unduh sebagai CSV.")
        _write_row(sheet, last, row, formats)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    book.close()
    target.seek(0)
    return target


def _write_row(sheet: Any, number: int, row: list[Cell], formats: dict[type, Any]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, date):
            sheet.write_datetime(number, column, cell, formats[type(cell)])
        elif cell:
            sheet.write_string(number, column, cell)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
