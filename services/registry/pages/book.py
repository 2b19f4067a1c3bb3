"""The service register book: by month, with search, on paper, and its corrections."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from services.registry.actions.book import CORRECTABLE
from services.registry.pages import books
from services.registry.papers import book as papers
from services.registry.queries import book as queries
from services.registry.rights import RIGHTS
from services.registry.rules.book import month_bounds
from services.registry.shown.book import entry as shown
from services.registry.verbs.registering import BOOK
from services.shared.calendar import clock
from services.shared.web.access import allow, me
from services.shared.web.files import send_made
from services.shared.web.forms import Form, Forms
from services.shared.web.service import current_service
from services.shared.web.sheets import Table, send_xlsx
from services.shared.web.verbs import add_pages

register = Blueprint("register", __name__)


@register.get("/register")
@allow(*RIGHTS.roles("see_letter"))
def index() -> str:
    """The rows of one month (or of the whole year, when searching for something)."""
    (year, month), search = books.period(), books.search()
    after = request.args.get("after", type=int)
    with current_service().reading() as session:
        page = queries.page(session, month_bounds(year, month), search, after)
        years = queries.years(session)
    asked: dict[str, Any] = {"year": year, "month": month or "all", "q": search}
    return render_template(
        "register.html",
        rows=[shown(row) for row in page.rows],
        form=Form({name: str(value) for name, value in asked.items()}),
        years=[(y, y) for y in sorted({*years, clock.today().year}, reverse=True)],
        months=[("all", "Setahun penuh"), *enumerate(clock.MONTHS, 1)],
        title=books.title(year, month),
        print_url=url_for(".printed", **asked),
        sheet_url=url_for(".sheet", **asked),
        next_url=url_for(".index", **asked, after=page.after) if page.after else "",
        first_url=url_for(".index", **asked) if after else "",
        search=search,
    )


@register.get("/register.pdf")
@allow(*RIGHTS.roles("see_letter"))
def printed() -> Response:
    """The month (or year) on paper: landscape, the page head repeated."""
    year, month = books.period()
    service, period = current_service(), books.title(year, month)
    with service.reading() as session:
        page = queries.page(session, month_bounds(year, month), books.search(), limit=queries.MOST_PRINTED)
    if page.after:  # a sheet that is cut says so
        period += f", {queries.MOST_PRINTED} baris pertama (cetak per bulan, atau unduh XLSX)"
    return send_made(papers.book(service.office, period, page.rows, clock.now()), f"{_file(year, month)}.pdf")


@register.get("/register.xlsx")
@allow(*RIGHTS.roles("see_letter"))
def sheet() -> Response:
    """The month (or year) as a spreadsheet, with every row that was found."""
    year, month = books.period()
    title = f"BUKU REGISTER PELAYANAN {current_service().office.name}, {books.title(year, month)}"
    with current_service().reading() as session:
        found = queries.everything(session, month_bounds(year, month), books.search())
        rows = (papers.in_sheet(row) for row in found)
        return send_xlsx(_file(year, month), Table("Daftar", papers.heads(), rows, title))


@register.get("/register/<int:position>")
@allow(*RIGHTS.roles("see_letter"))
def entry(position: int) -> str:
    """One row with everything it says, and the form that corrects it."""
    return _page(position, Forms())


def _page(position: int, forms: Forms) -> str:
    with current_service().reading() as session:
        row = queries.row(session, position)
    (correct,) = BOOK
    may = RIGHTS.may(correct.name, me()) and row.struck_by is None and not row.destroyed
    return render_template(
        "register_entry.html",
        row=shown(row),
        forms=forms,
        correct=correct if may else None,
        written={name: getattr(row.entry, name) for name in CORRECTABLE},
    )


def _file(year: int, month: int | None) -> str:
    return f"buku-register-{year}-{month or 'setahun'}"


add_pages(
    register,
    "/register/<int:position>",
    _page,
    BOOK,
    RIGHTS,
    ways={"correct_entry": lambda entry, **key: redirect(url_for(".entry", position=entry.position))},
)
