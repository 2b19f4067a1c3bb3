"""All complaints: one search box, filters, pages, and the same list as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from services.intake.pages import remembered
from services.intake.queries.lists import Page
from services.intake.rules.cases import OTHER_VILLAGE
from services.intake.rules.search import Filters
from services.intake.schemas.lists import FilterSchema, PageSchema
from services.intake.shown import export as exporting
from services.intake.shown import lists, queue
from services.intake.states import RIGHTS, STATE_LABELS
from services.intake.verbs.lists import SEARCH
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.delimited import CSV, as_csv
from services.shared.web.files import send_made
from services.shared.web.forms import Form, address_of, filters, typed
from services.shared.web.service import current_service, staff_directory
from services.shared.web.sheets import Table, send_xlsx
from services.shared.web.verbs import add_pages

pages = Blueprint("lists", __name__)
NOTHING: dict[str, Any] = {"items": [], "next": None, "alike": {}}
FILTER, PAGE = FilterSchema(), PageSchema()
WORDS = "search"  # in the address: under which number the words of a search are remembered


@pages.get("/complaints")
@allow(*RIGHTS.roles("see"))
def show() -> ResponseReturnValue:
    """Complaints by filters and words, newest first; by deadline the most urgent first."""
    words = remembered.words(request.args.get(WORDS, ""))
    asked, form = filters(PAGE, _with(words))
    form.values["q"] = words or ""
    try:
        page = lists.page_of_cases(**asked) if asked else NOTHING
    except RuleBroken as error:
        page = NOTHING
        form.refuse(PAGE, error.fields)
    return _list(page, form, forgotten=words is None)


def _with(words: str | None) -> MultiDict[str, str]:
    """What the address asks for, with the words of the search that it names."""
    asked = MultiDict(request.args)
    if words:
        asked["q"] = words
    return asked


def _as_file(kind: str, name: str, rows: Iterable[Sequence[Any]]) -> Response:
    if kind == "csv":
        return send_made(as_csv(rows, [label for label, _ in exporting.heads()]), f"{name}.csv", CSV)
    return send_xlsx(name, Table("Pengaduan", exporting.heads(), rows, filtered=True))


@pages.get("/complaints/export.<any(csv, xlsx):kind>")
@allow(*RIGHTS.roles("export"))
def export(kind: str) -> Response:
    """The whole filtered list as a file, for Excel or LibreOffice; who took it stands in the audit trail.

    Raises:
        RuleBroken: more lines than a sheet holds.
    """
    service, person, now = current_service(), me(), clock.now()
    asked: Filters = typed(FILTER, _with(remembered.words(request.args.get(WORDS, ""))))
    found = exporting.rows(service, person, asked, now)
    answer = _as_file(kind, f"pengaduan-{clock.local(now):%Y%m%d-%H%M}", found)
    with service.work(person) as work:  # before the first byte goes out
        told = {key: str(value) for key, value in vars(asked.without_words()).items() if value}
        work.audit("export", "list", f"Daftar pengaduan diunduh ({kind})", story=False, words=bool(asked.words), **told)
    return answer


def _searched(found: Page | None) -> ResponseReturnValue:
    """To the only one that was found, or to a list. Nothing that was typed comes into an address: words are remembered
    in the person's own session, a NIK or a code not even there."""
    words = request.form.get("q", "").strip()
    page = lists.as_lines(found) if found else lists.page_of_cases(Filters(words=words), None, 2) if words else NOTHING
    if len(page["items"]) == 1 and not page["alike"]:
        return redirect(url_for("complaint.show", case_no=page["items"][0]["case_no"]))
    if found is None:
        return redirect(url_for(".show", search=remembered.keep(words) if words else None))
    return _list(page, Form())


def _list(page: dict[str, Any], form: Form, *, forgotten: bool = False) -> ResponseReturnValue:
    address: dict[str, Any] = address_of(PAGE, WORDS)
    narrowed = set(address) - {WORDS, "q", "limit"}
    page_of = render_template(
        "complaints.html",
        form=form,
        filters=FILTER,
        rows=queue.queue(page["items"]),
        columns=queue.PAPER if "paper" in narrowed or Role.REGISTRAR in me().roles else queue.COLUMNS,
        choices=_choices(form),
        alike=sorted({name for names in page["alike"].values() for name in names}),
        forgotten=forgotten,
        narrowed=bool(narrowed),
        more_filters=bool(narrowed - {"state", "due"}),
        search=address.get(WORDS, ""),
        first=url_for(".show", **address) if request.args.get("after") else None,
        more=url_for(".show", **address, after=page["next"]) if page["next"] else None,
        files={kind: url_for(".export", kind=kind, **address) for kind in ("csv", "xlsx")},
        may_open=RIGHTS.may("open", me()),
    )
    return make_response(page_of, form.status)


def _choices(form: Form) -> dict[str, list[tuple[str, str]]]:
    office = current_service().office
    clerks = staff_directory().members(Role.CLERK)
    asked = str(form.values.get("clerk", ""))
    if asked and asked not in dict(clerks):
        clerks = [*clerks, (asked, asked)]  # an account that has been closed meanwhile
    return {
        "state": [(str(state), label) for state, label in STATE_LABELS.items()],
        "village": [*office.villages.items(), (OTHER_VILLAGE, "Di luar kecamatan")],
        "class": [(code, known.label) for code, known in office.classes.items()],
        "clerk": clerks,
    }


add_pages(pages, "", None, (SEARCH,), RIGHTS, ways={SEARCH.name: _searched})
