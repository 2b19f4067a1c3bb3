"""The archivist's lists as PDF and as spreadsheet."""

from __future__ import annotations

from flask import Blueprint, Response, request

from services.registry import papers
from services.registry.queries import archive as queries
from services.registry.tables import ArchiveCase
from services.registry.views import catalogue as views
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.rights.people import Role
from services.shared.web.access import allow
from services.shared.web.service import current_service
from services.shared.web.sheets import Table, send_xlsx

catalogue = Blueprint("catalogue", __name__)
READERS = (Role.REGISTRAR, Role.ADMIN, Role.AUDITOR)
FILES, ITEMS = "DAFTAR BERKAS", "DAFTAR ISI BERKAS"


@catalogue.get("/archive/files.pdf")
@allow(*READERS)
def files_pdf() -> Response:
    """The list of files of a year (daftar berkas) on paper."""
    service, year = current_service(), _year()
    with service.reading() as session:
        rows = list(views.files(service.office, queries.catalogue(session, year)))
    return _pdf(
        papers.catalogue(service.office, FILES, f"Tahun {year}", views.FILES, rows, clock.now()), f"berkas-{year}"
    )


@catalogue.get("/archive/files.xlsx")
@allow(*READERS)
def files_sheet() -> Response:
    """The list of files of a year as a spreadsheet."""
    service, year = current_service(), _year()
    with service.reading() as session:
        rows = views.files(service.office, queries.catalogue(session, year))
        title = f"{FILES} {service.office.name} {year}"
        return send_xlsx(f"daftar-berkas-{year}", Table("Daftar", views.FILES, rows, title))


@catalogue.get("/archive/<case_no>/items.pdf")
@allow(*READERS)
def items_pdf(case_no: str) -> Response:
    """What lies in one file (daftar isi berkas) on paper."""
    case, service = _case(case_no), current_service()
    heads = views.ITEMS
    words = f"{case.archive_no}, pengaduan {case_no}"
    return _pdf(
        papers.catalogue(service.office, ITEMS, words, heads, list(views.items(case)), clock.now()), str(case_no)
    )


@catalogue.get("/archive/<case_no>/items.xlsx")
@allow(*READERS)
def items_sheet(case_no: str) -> Response:
    """What lies in one file as a spreadsheet."""
    case = _case(case_no)
    title = f"{ITEMS} {case.archive_no}"
    return send_xlsx(f"isi-{case.archive_no}", Table("Daftar", views.ITEMS, views.items(case), title))


def _case(case_no: str) -> ArchiveCase:
    with current_service().reading() as session:
        case = queries.standing(session, case_no).case
    if not case.revision:
        raise Missing("Pengaduan ini belum diarsipkan.")
    return case


def _year() -> int:
    year = request.args.get("year", type=int) or clock.local(clock.now()).year
    return min(max(year, 2000), 2999)


def _pdf(pdf: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)
