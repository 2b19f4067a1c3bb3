"""The agenda of outgoing letters: by month, source and state, with search, on paper, exported; one number's lines."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.registry.pages import books
from services.registry.papers import agenda as papers
from services.registry.queries import agenda as queries
from services.registry.queries.agenda import Asked
from services.registry.rights import RIGHTS
from services.registry.rules.agenda import HELD, SOURCES, Held, Source
from services.registry.rules.book import month_bounds
from services.registry.shown import agenda as shown
from services.registry.tables import AgendaNumber
from services.registry.verbs.agenda import BOOKING, LINE, REQUESTS
from services.shared.calendar import clock
from services.shared.unit_of_work import Service
from services.shared.verbs import Verb
from services.shared.web.access import allow, me
from services.shared.web.delimited import CSV, as_csv
from services.shared.web.files import send_made
from services.shared.web.forms import Form, Forms
from services.shared.web.service import current_service
from services.shared.web.sheets import Table, send_xlsx
from services.shared.web.verbs import add_pages

agenda = Blueprint("agenda", __name__)


@agenda.get("/agenda")
@allow(*RIGHTS.roles("see_agenda"))
def index() -> str:
    """The letters of one month, or of the whole year when searching for something."""
    return _index(Forms())


def _index(forms: Forms) -> str:
    (year, month), service = books.period(), current_service()
    asked, after = _asked(), request.args.get("after", type=int)
    with service.reading() as session:
        page = queries.page(session, asked, after)
        codes = queries.classifications(session, service.office)
        years, waiting = queries.years(session), queries.waiting(session)
        blocks = queries.blocks(session, clock.today().year)
    link: dict[str, Any] = _link(asked, year, month)
    return render_template(
        "agenda.html",
        rows=[shown.for_page(service.office, row, codes) for row in page.rows],
        form=Form({name: str(value) for name, value in link.items()}),
        years=[(y, y) for y in sorted({*years, clock.today().year}, reverse=True)],
        months=[("all", "Setahun penuh"), *enumerate(clock.MONTHS, 1)],
        sources=[("", "Semua"), *SOURCES.items()],
        states=[("", "Semua"), *HELD.items()],
        title=books.title(year, month),
        link=link,
        next_url=url_for(".index", **link, after=page.after) if page.after else "",
        first_url=url_for(".index", **link) if after else "",
        forms=forms,
        verbs=_offered(service),
        requests=[_request(service, row) for row in waiting] if RIGHTS.may("answer_request", me()) else [],
        answer=REQUESTS[0],
        blocks=blocks,
        year=clock.today().year,
        choices=_choices(service, codes),
        proposed=_proposed(service),
        way=SOURCES[Source(service.office.letters.number_source)],
    )


@agenda.get("/agenda.pdf")
@allow(*RIGHTS.roles("see_agenda"))
def printed() -> Response:
    """The month (or year) on paper: landscape, the page head repeated."""
    (year, month), service = books.period(), current_service()
    with service.reading() as session:
        page = queries.page(session, _asked(), limit=queries.MOST_PRINTED)
    period = books.title(year, month)
    if page.after:  # a sheet that is cut says so
        period += f", {queries.MOST_PRINTED} baris pertama (cetak per bulan, atau unduh XLSX)"
    return send_made(papers.agenda(service.office, period, page.rows, clock.now()), f"{_file(year, month)}.pdf")


@agenda.get("/agenda.xlsx")
@allow(*RIGHTS.roles("see_agenda"))
def sheet() -> Response:
    """The export as a spreadsheet, with every line that was found."""
    return as_sheet(_asked(), _file(*books.period()))


@agenda.get("/agenda.csv")
@allow(*RIGHTS.roles("see_agenda"))
def lines() -> Response:
    """The export as CSV, with every line that was found."""
    return as_lines(_asked(), _file(*books.period()))


def as_sheet(asked: Asked, name: str) -> Response:
    """The export's fields (docs/operations/agenda.md) as XLSX; texts stay texts."""
    service = current_service()
    with service.reading() as session:
        rows = (papers.exported(service.office, row) for row in queries.everything(session, asked))
        return send_xlsx(name, Table("Agenda", papers.HEADS, rows))


def as_lines(asked: Asked, name: str) -> Response:
    """The same as CSV."""
    service = current_service()
    with service.reading() as session:
        rows = (papers.exported(service.office, row) for row in queries.everything(session, asked))
        return send_made(list(as_csv(rows, [title for title, _ in papers.HEADS])), f"{name}.csv", CSV)


@agenda.get("/agenda/<int:line>")
@allow(*RIGHTS.roles("see_agenda"))
def entry(line: int) -> str:
    """One number with all its lines, and what can be done with it."""
    return _page(line, Forms())


def _page(line: int, forms: Forms) -> str:
    service = current_service()
    with service.reading() as session:
        row, history = queries.one(session, line), queries.history(session, line)
        codes = queries.classifications(session, service.office)
    return render_template(
        "agenda_line.html",
        row=shown.for_page(service.office, row, codes),
        history=history,
        struck={each.strikes for each in history},
        forms=forms,
        verbs=[verb for verb in LINE if RIGHTS.may(verb.name, me()) and _fits(verb, row.line)],
        choices=_choices(service, codes),
        proposed=_proposed(service) if row.line.state == Held.RESERVED else {},
        written={name: getattr(row.entry, name) for name in _CORRECTED},
    )


_CORRECTED = ("number", "dated", "classification", "subject", "recipient", "signer_title", "security", "retention",
              "note")  # fmt: skip


def _fits(verb: Verb, line: AgendaNumber) -> bool:
    """Whether a number's state allows a verb; a letter of Sigap is used and cancelled by its own steps."""
    if line.state == Held.CANCELLED or (line.letter_id and verb.name != "correct_line"):
        return False
    return verb.name != ("correct_line" if line.state == Held.RESERVED else "use_number")


def _offered(service: Service) -> list[Verb]:
    """What this person may do here; in an office whose numbers are given elsewhere none are taken."""
    typed = service.office.letters.number_source == Source.TYPED
    left_out = {"book_letter", "reserve_numbers"} if typed else set()
    return [verb for verb in BOOKING if verb.name not in left_out and RIGHTS.may(verb.name, me())]


def _request(service: Service, row: Any) -> dict[str, Any]:
    kind = service.office.letter_kinds.get(row.letter_kind, "Surat")
    facts = {name: getattr(row, name) for name in ("letter_id", "case_no", "classification", "requested_by")}
    return facts | {"kind": kind, "since": row.requested_at}


def _choices(service: Service, codes: dict[str, str]) -> dict[str, Any]:
    kept = service.office.retention.items()
    return {
        "classifications": [(code, f"{code} – {label}") for code, label in codes.items()],
        "retention": [(name, queries.in_words(row, row.fate)) for name, row in kept],
    }


def _proposed(service: Service) -> dict[str, Any]:
    """What blank forms propose; the key makes a second press of the same form none."""
    return {
        "key": uuid.uuid4(),
        "classification": service.office.default_classification,
        "signer_title": service.office.official("camat").title,
        "security": "biasa",
        "retention": "ordinary",
        "count": 1,
        "year": clock.today().year,
    }


def _asked() -> Asked:
    year, month = books.period()
    source, state = request.args.get("source", ""), request.args.get("state", "")
    return Asked(
        month_bounds(year, month),
        books.search(),
        source if source in SOURCES else "",
        state if state in HELD else "",
    )


def _link(asked: Asked, year: int, month: int | None) -> dict[str, Any]:
    return {"year": year, "month": month or "all", "q": asked.search, "source": asked.source, "state": asked.state}


def _file(year: int, month: int | None) -> str:
    return f"agenda-surat-keluar-{year}-{month or 'setahun'}"


def _to_line(line: AgendaNumber, **_: Any) -> ResponseReturnValue:
    return redirect(url_for(".entry", line=line.id))


add_pages(
    agenda,
    "/agenda",
    _index,
    (*BOOKING, *REQUESTS),
    RIGHTS,
    then=".index",
    ways=dict.fromkeys(("book_letter", "record_outside", "reserve_numbers"), _to_line),
)
add_pages(agenda, "/agenda/<int:line>", _page, LINE, RIGHTS, then=".entry")
