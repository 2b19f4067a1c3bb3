"""The archivist's lists as PDF and as spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, request

from services.registry.papers import catalogue as papers
from services.registry.queries import archive as queries
from services.registry.queries.paper import places
from services.registry.rights import RIGHTS
from services.registry.shown.archive import contents
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.web.access import allow, me
from services.shared.web.delimited import Cell
from services.shared.web.files import send_made
from services.shared.web.service import current_service
from services.shared.web.sheets import Table, send_xlsx

catalogue = Blueprint("catalogue", __name__)
FILES, ITEMS = "DAFTAR BERKAS", "DAFTAR ISI BERKAS"


@catalogue.get("/archive/files.<any(pdf, xlsx):kind>")
@allow(*RIGHTS.roles("see_archive"))
def files(kind: str) -> Response:
    """The list of files of a year (daftar berkas)."""
    service, year = current_service(), _year()
    with service.reading() as session:
        rows = papers.files(service.office, queries.catalogue(session, year), places(session))
        if kind == "xlsx":
            return _sheet(f"daftar-berkas-{year}", papers.FILES, rows, f"{FILES} {service.office.name} {year}")
        return _paper(f"berkas-{year}", FILES, f"Tahun {year}", papers.FILES, rows)


@catalogue.get("/archive/<case_no>/items.<any(pdf, xlsx):kind>")
@allow(*RIGHTS.roles("see_archive"))
def items(case_no: str, kind: str) -> Response:
    """What lies in one file (daftar isi berkas)."""
    with current_service().reading() as session:
        case = queries.standing(session, case_no).case
    if not case.revision:
        raise Missing("Pengaduan ini belum diarsipkan.")
    rows = papers.items(case, contents(case, me()))
    if kind == "xlsx":
        return _sheet(f"isi-{case.archive_no}", papers.ITEMS, rows, f"{ITEMS} {case.archive_no}")
    return _paper(case_no, ITEMS, f"{case.archive_no}, pengaduan {case_no}", papers.ITEMS, rows)


def _sheet(name: str, heads: papers.Heads, rows: Iterator[list[Cell]], title: str) -> Response:
    return send_xlsx(name, Table("Daftar", heads, rows, title))


def _paper(name: str, title: str, period: str, heads: papers.Heads, rows: Iterator[list[Cell]]) -> Response:
    pdf = papers.catalogue(current_service().office, title, period, heads, rows, clock.now())
    return send_made(pdf, f"{name}.pdf")


def _year() -> int:
    return min(max(request.args.get("year", type=int) or clock.today().year, 2000), 2999)
