"""The buku ekspedisi of a month: on the screen, as PDF and as spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, render_template, url_for

from services.registry.pages.books import period, title
from services.registry.papers import expedition as papers
from services.registry.queries import paper as queries
from services.registry.rights import RIGHTS
from services.registry.tables import ArchiveCase, PaperLoan
from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.web.access import allow
from services.shared.web.files import send_made
from services.shared.web.forms import Form
from services.shared.web.service import current_service
from services.shared.web.sheets import Table, send_xlsx

expedition = Blueprint("expedition", __name__)


@expedition.get("/expedition")
@allow(*RIGHTS.roles("see_archive"))
def index() -> str:
    """What paper left its place in a month, and what is not back."""
    year, month = period()
    chosen: dict[str, Any] = {"year": year, "month": month or "all"}
    today = clock.today()
    return render_template(
        "expedition.html",
        rows=_loans(),
        title=title(year, month),
        form=Form({"year": str(year), "month": str(month or "all")}),
        months=[("all", "Setahun"), *((str(n), name) for n, name in enumerate(clock.MONTHS, 1))],
        years=[(str(one), str(one)) for one in range(today.year, today.year - 5, -1)],
        today=today,
        print_url=url_for(".book", kind="pdf", **chosen),
        sheet_url=url_for(".book", kind="xlsx", **chosen),
    )


@expedition.get("/expedition.<any(pdf, xlsx):kind>")
@allow(*RIGHTS.roles("see_archive"))
def book(kind: str) -> Response:
    """The book of a month to print, or to go on with."""
    office, (year, month) = current_service().office, period()
    name = f"ekspedisi-{year}" + (f"-{month:02d}" if month else "")
    if kind == "xlsx":
        lines = papers.rows(office, _loans())
        return send_xlsx(name, Table("Ekspedisi", papers.HEADS, lines, f"{papers.TITLE} {title(year, month)}"))
    pdf = papers.expedition(office, title(year, month).capitalize(), _loans(), clock.now())
    return send_made(pdf, f"{name}.pdf")


def _loans() -> Sequence[tuple[PaperLoan, ArchiveCase]]:
    year, month = period()
    here = zone.of_office()
    first = datetime(year, month or 1, 1, tzinfo=here)
    last = month in {None, 12}
    end = datetime(year + last, 1 if last else (month or 0) + 1, 1, tzinfo=here)
    with current_service().reading() as session:
        return queries.lent(session, first, end)
