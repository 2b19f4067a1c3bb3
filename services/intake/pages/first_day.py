"""The first day of a real office: what is still to do, paper cases, and the word that opens it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, url_for

from services.intake.actions.first_day import WORDS
from services.intake.queries.first_day import Standing, standing
from services.intake.rules.first_day import HEADS
from services.intake.rules.paper_books import BOOKS
from services.intake.states import RIGHTS
from services.intake.tables import Practice
from services.intake.verbs.first_day import FIRST_DAY, OF_IMPORT
from services.shared.calendar import clock
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.verbs import Verb
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import current_service, staff_directory
from services.shared.web.sheets import TEXT, Table, send_xlsx
from services.shared.web.verbs import add_pages

pages = Blueprint("first_day", __name__)
WIDTHS = {"story": 60, "title": 34, "address": 34, "name": 26, "taken_by": 24, "nik": 20}
NEEDED = (Role.CLERK, Role.SECTION_HEAD, Role.CAMAT, Role.TEAM, Role.REGISTRAR)


@pages.get("/first-day")
@allow(*RIGHTS.roles("see_first_day"))
def show() -> str:
    """What is still to do before the office is declared open."""
    return _page(Forms())


@pages.get("/first-day/template.xlsx")
@allow(*RIGHTS.roles("see_first_day"))
def template() -> Response:
    """The spreadsheet to fill in, with one example row to be overwritten."""
    office = current_service().office
    village, kind = next(iter(office.villages.values()), ""), next(iter(office.categories.values()), "")
    example = [
        "12/2026", "24/11/2026", "Nama petugas", "Nama pemohon", "", "081234567890", village, "Jaga II",
        "Satu kalimat pendek", kind, "Apa yang terjadi, siapa, kapan, di mana.",
    ]  # fmt: skip
    heads = [(head, WIDTHS.get(name, 18), TEXT) for name, head in HEADS.items()]
    return send_xlsx("pengaduan-kertas", Table("Pengaduan kertas", heads, [example]))


@pages.get("/first-day/<any(register,agenda):kind>.xlsx")
@allow(*RIGHTS.roles("see_first_day"))
def book_template(kind: str) -> Response:
    """The spreadsheet of a paper book, with one example row to be overwritten."""
    book, year = BOOKS[kind], clock.today().year
    heads = [(head, WIDTHS.get(name, 20)) for name, head in book.heads.items()]
    return send_xlsx(book.file, Table(book.words, heads, [[cell.format(year=year) for cell in book.example]]))


def _may(found: Standing) -> list[Verb]:
    """What this person may do before the office is open; who asked for it does not confirm it."""
    if found.is_open:
        return []
    own = found.day is None or found.day.asked_by == me().username
    not_now = {*_not_now(found.practice), *(["confirm_open"] if own else [])}
    return [verb for verb in FIRST_DAY if RIGHTS.may(verb.name, me()) and verb.name not in not_now]


def _page(forms: Forms, **_: Any) -> str:
    with current_service().reading() as session:
        found = standing(session)
    return render_template(
        "first_day.html",
        found=found,
        may={verb.name: verb for verb in _may(found)},
        drop=OF_IMPORT[0] if RIGHTS.may("drop_paper", me()) and not found.is_open else None,
        without=[ROLE_LABELS[role] for role in NEEDED if not staff_directory().members(role)],
        books=BOOKS.values(),
        kinds=WORDS,
        forms=forms,
    )


def _not_now(practice: Practice | None) -> set[str]:
    """Which words about practice nobody may say here and now."""
    if practice is not None and practice.cleared_at:
        return {"ask_clear", "confirm_clear"}
    waits = practice is not None and not practice.confirmed_at and practice.asked_by != me().username
    return set() if waits else {"confirm_clear"}


def _of_import(import_id: UUID, forms: Forms) -> str:
    return _page(forms)


def _back(*_: object, **__: object) -> Any:
    return redirect(url_for("first_day.show"))


add_pages(pages, "/first-day", _page, FIRST_DAY, RIGHTS, ways={verb.name: _back for verb in FIRST_DAY})
add_pages(pages, "/first-day/<uuid:import_id>", _of_import, OF_IMPORT, RIGHTS, ways={"drop_paper": _back})
