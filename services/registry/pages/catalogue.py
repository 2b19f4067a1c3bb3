"""The archivist's lists as PDF and as spreadsheet."""

from __future__ import annotations

from flask import Blueprint, Response, request

from services.registry.papers import catalogue as papers
from services.registry.queries import archive as queries
from services.registry.rights import RIGHTS
from services.registry.tables import ArchiveCase
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.web.access import allow
from services.shared.web.files import send_made
from services.shared.web.service import current_service
from services.shared.web.sheets import Table, send_xlsx

catalogue = Blueprint("catalogue", __name__)
FILES, ITEMS = "DAFTAR BERKAS", "DAFTAR ISI BERKAS"


@catalogue.get("/archive/files.pdf")
@allow(*RIGHTS.roles("see_archive"))
def files_pdf() -> Response:
    """The list of files of a year (daftar berkas) on paper."""
    service, year = current_service(), _year()
    with service.reading() as session:
        rows = list(papers.files(service.office, queries.catalogue(session, year)))
    pdf = papers.catalogue(service.office, FILES, f"Tahun {year}", papers.FILES, rows, clock.now())
    return send_made(pdf, f"berkas-{year}.pdf")


@catalogue.get("/archive/files.xlsx")
@allow(*RIGHTS.roles("see_archive"))
def files_sheet() -> Response:
    """The list of files of a year as a spreadsheet."""
    service, year = current_service(), _year()
    with service.reading() as session:
        rows = papers.files(service.office, queries.catalogue(session, year))
        title = f"{FILES} {service.office.name} {year}"
        return send_xlsx(f"daftar-berkas-{year}", Table("Daftar", papers.FILES, rows, title))


@catalogue.get("/archive/<case_no>/items.pdf")
@allow(*RIGHTS.roles("see_archive"))
def items_pdf(case_no: str) -> Response:
    """What lies in one file (daftar isi berkas) on paper."""
    case, office = _case(case_no), current_service().office
    words, rows = f"{case.archive_no}, pengaduan {case_no}", list(papers.items(case))
    return send_made(papers.catalogue(office, ITEMS, words, papers.ITEMS, rows, clock.now()), f"{case_no}.pdf")


@catalogue.get("/archive/<case_no>/items.xlsx")
@allow(*RIGHTS.roles("see_archive"))
def items_sheet(case_no: str) -> Response:
    """What lies in one file as a spreadsheet."""
    case = _case(case_no)
    title = f"{ITEMS} {case.archive_no}"
    return send_xlsx(f"isi-{case.archive_no}", Table("Daftar", papers.ITEMS, papers.items(case), title))


def _case(case_no: str) -> ArchiveCase:
    with current_service().reading() as session:
        case = queries.standing(session, case_no).case
    if not case.revision:
        raise Missing("Pengaduan ini belum diarsipkan.")
    return case


def _year() -> int:
    return min(max(request.args.get("year", type=int) or clock.today().year, 2000), 2999)
