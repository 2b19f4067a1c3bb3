"""The service register book: by month, with search, on paper, and its corrections."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.registry import actions, papers, rules
from services.registry.actions.correcting import CORRECTABLE
from services.registry.queries import book as queries
from services.registry.queries.book import BookRow
from services.registry.rights import RIGHTS
from services.registry.schemas import CorrectEntrySchema
from services.registry.tables import RegisterEntry
from services.registry.views import book as views
from services.shared.calendar import clock
from services.shared.errors import RuleBroken, Stale
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, submit
from services.shared.web.service import current_service
from services.shared.web.sheets import Table, send_xlsx

register = Blueprint("register", __name__)
READERS = RIGHTS.roles("see_letter")
LABELS = {
    "reason": "Alasan pembetulan",
    "applicant_name": "Nama pemohon / tujuan",
    "village": "Desa",
    "service": "Jenis layanan",
    "summary": "Uraian singkat",
    "officer": "Petugas",
    "finished_on": "Tanggal selesai",
    "result": "Hasil",
    "note": "Keterangan",
}


@register.get("/register")
@allow(*READERS)
def index() -> str:
    """The rows of one month (or of the whole year, when searching for something)."""
    year, month = _period()
    search = request.args.get("q", "").strip()[:100]
    after = request.args.get("after", type=int)
    with current_service().reading() as session:
        page = queries.page(session, rules.month_bounds(year, month), search, after)
        years = queries.years(session)
    shown: dict[str, Any] = {"year": year, "month": month or "all", "q": search}
    return render_template(
        "register.html",
        rows=[views.entry(row) for row in page.rows],
        form=Form({"year": str(year), "month": str(month or "all"), "q": search}),
        years=[(y, y) for y in sorted({*years, _today().year}, reverse=True)],
        months=[("all", "Setahun penuh"), *enumerate(clock.MONTHS, 1)],
        title=_title(year, month),
        print_url=url_for(".printed", **shown),
        sheet_url=url_for(".sheet", **shown),
        next_url=url_for(".index", **shown, after=page.after) if page.after else "",
        first_url=url_for(".index", **shown) if after else "",
        search=search,
    )


@register.get("/register.pdf")
@allow(*READERS)
def printed() -> Response:
    """The month (or year) on paper: landscape, the page head repeated."""
    year, month = _period()
    search = request.args.get("q", "").strip()[:100]
    service = current_service()
    with service.reading() as session:
        page = queries.page(session, rules.month_bounds(year, month), search, limit=queries.MOST_PRINTED)
    period = _title(year, month)
    if page.after:  # a sheet that is cut says so
        period += f", {queries.MOST_PRINTED} baris pertama (cetak per bulan, atau unduh XLSX)"
    pdf = papers.book(service.office, period, page.rows, clock.now())
    name = f"buku-register-{year}-{month or 'setahun'}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


@register.get("/register.xlsx")
@allow(*READERS)
def sheet() -> Response:
    """The month (or year) as a spreadsheet, with every row that was found."""
    year, month = _period()
    search = request.args.get("q", "").strip()[:100]
    title = f"BUKU REGISTER PELAYANAN {current_service().office.name}, {_title(year, month)}"
    name = f"buku-register-{year}-{month or 'setahun'}"
    with current_service().reading() as session:
        found = queries.everything(session, rules.month_bounds(year, month), search)
        return send_xlsx(name, Table("Daftar", views.HEADS, (views.in_sheet(row) for row in found), title))


@register.get("/register/<int:position>")
@allow(*READERS)
def entry(position: int) -> str:
    """One row with everything it says, and the form that corrects it."""
    return _entry_page(position)


@register.post("/register/<int:position>/correct-entry")
@allow(Role.REGISTRAR)
def correct_entry(position: int) -> ResponseReturnValue:
    """Write a corrected row that strikes this one."""
    status = [422]

    def act(data: dict[str, Any]) -> RegisterEntry:
        changes = {name: value for name, value in data.items() if name != "reason"}
        try:
            with current_service().work(me()) as work:
                return actions.correct_entry(work, position, data["reason"], changes)
        except Stale as error:
            status[0] = error.status
            raise RuleBroken(error.message) from None

    result, form = submit(CorrectEntrySchema(), act)
    if result is None:
        return _entry_page(position, form), status[0]
    shown = f"nomor {result.serial} tahun {result.year}"
    flash(f"Pembetulan dicatat sebagai {shown}. Baris lama tetap ada, dicoret.", "success")
    return redirect(url_for(".entry", position=result.position))


def _entry_page(position: int, refused: Form | None = None) -> str:
    with current_service().reading() as session:
        row = queries.row(session, position)
    may_correct = me().is_any(Role.REGISTRAR) and row.struck_by is None and not row.destroyed
    form = refused or Form(_values(row))
    return render_template(
        "register_entry.html", row=views.entry(row), form=form, labels=LABELS, may_correct=may_correct,
        open=bool(refused),
    )  # fmt: skip


def _values(row: BookRow) -> dict[str, Any]:
    return {name: getattr(row.entry, name) for name in CORRECTABLE}


def _period() -> tuple[int, int | None]:
    """Year and month asked for; the present month where nothing is, the whole year for ``month=all``."""
    today = _today()
    year = request.args.get("year", type=int) or today.year
    year = year if 2000 <= year <= 2999 else today.year
    if request.args.get("month") == "all":
        return year, None
    month = request.args.get("month", type=int) or today.month
    return year, month if 1 <= month <= 12 else today.month


def _today() -> date:
    return clock.local(clock.now()).date()


def _title(year: int, month: int | None) -> str:
    return f"{clock.MONTHS[month - 1]} {year}" if month else f"tahun {year}"
