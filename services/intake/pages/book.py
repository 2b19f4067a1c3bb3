"""The application book (buku permohonan produk layanan), per month, on the screen and on paper."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, render_template, request, url_for

from services.intake import papers
from services.intake.queries import book as books
from services.intake.shown.knowing import knows_all
from services.intake.states import RIGHTS
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.fields import YEARS
from services.shared.web.access import allow, me
from services.shared.web.files import send_made
from services.shared.web.service import current_service

pages = Blueprint("book", __name__)
BOOK_READERS = RIGHTS.roles("see_book")


@pages.get("/book")
@allow(*BOOK_READERS)
def show() -> str:
    """A month of the book."""
    month = _month()
    with current_service().reading() as session:
        found, following = books.book(session, month, _after())
    person, knows = me(), knows_all(me())
    return render_template(
        "book.html",
        rows=[papers.book_line(entry, complaint, knows=knows) for entry, complaint in found],
        month=f"{clock.MONTHS[month.month - 1]} {month.year}",
        may_read=RIGHTS.may("see", person),
        may_open=RIGHTS.may("open", person),
        **_ways_on(month, following),
    )


def _after() -> int | None:
    """The number after which the page goes on."""
    typed = request.args.get("after", "")
    return int(typed) if typed.isascii() and typed.isdigit() else None


def _ways_on(month: date, following: int | None) -> dict[str, str | None]:
    """The months beside this one, this one on paper, and what else is in it."""
    before, later = (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=32)).replace(day=1)
    return {
        "before": url_for(".show", month=f"{before:%Y-%m}"),
        "later": url_for(".show", month=f"{later:%Y-%m}") if later <= clock.today() else None,
        "pdf": url_for(".pdf", month=f"{month:%Y-%m}"),
        "more": url_for(".show", month=f"{month:%Y-%m}", after=following) if following else None,
    }


@pages.get("/book.pdf")
@allow(*BOOK_READERS)
def pdf() -> Response:
    """A month of the book on paper."""
    month, service = _month(), current_service()
    with service.reading() as session:
        found, _ = books.book(session, month, None, limit=None)
    paper = papers.book(
        service.office, month, found, clock.now(), knows=knows_all(me()), addresses=RIGHTS.may("know_applicant", me())
    )
    return send_made(paper, f"buku-permohonan-{month:%Y-%m}.pdf")


def _month() -> date:
    """The month that is asked for, as ``2026-11``; the present one by default. Raises RuleBroken."""
    text = request.args.get("month", "")
    try:
        month = date.fromisoformat(f"{text}-01") if text else clock.today().replace(day=1)
        if month.year not in YEARS:
            raise ValueError(text)
        return month
    except ValueError:
        raise RuleBroken("Bulan ini tidak ada.", {"month": ["Tulis bulan sebagai 2026-11."]}) from None
