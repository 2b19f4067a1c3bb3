"""All complaints: one search box, filters, pages, and the same list as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, ValidationError

from services.intake import exporting
from services.intake.pages import remembered
from services.intake.rules.cases import OTHER_VILLAGE
from services.intake.rules.search import DUE_LABELS, Filters
from services.intake.schemas.lists import LABELS, FilterSchema, PageSchema
from services.intake.shown import lists, queue
from services.intake.shown.knowing import READERS
from services.intake.states import STATE_LABELS
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.errors import flatten
from services.shared.web.forms import Form, flat_values, nest
from services.shared.web.service import current_service, staff_directory

pages = Blueprint("lists", __name__)
NOTHING: dict[str, Any] = {"items": [], "next": None, "alike": {}}
SEARCH = "search"  # in the address: under which number the words of a search are remembered


@pages.get("/complaints")
@allow(*READERS)
def show() -> ResponseReturnValue:
    """Complaints by filters and words, newest first; by deadline the most urgent first."""
    words = remembered.words(request.args.get(SEARCH, ""))
    form = Form(values=flat_values(request.args) | {"q": words or ""})
    try:
        page = lists.page_of_cases(**_asked(PageSchema(), words))
    except ValidationError as error:
        form.errors = flatten(error.normalized_messages())
    except RuleBroken as error:
        form.errors = error.fields
    return _list(NOTHING if form.errors else page, form, forgotten=words is None)


def _asked(schema: FilterSchema, words: str | None) -> Any:
    """The filters of the address, with the words of the search that it names."""
    asked = nest(request.args, schema) | ({"q": words} if words else {})
    return schema.load(asked, unknown=EXCLUDE)


@pages.post("/search")
@allow(*READERS)
def search() -> ResponseReturnValue:
    """Look for a number, a name, a NIK or a tracking code. None of them comes into an address: words are remembered
    in the person's own session, a NIK or a code not even there."""
    words = request.form.get("q", "").strip()[:200]
    found = lists.find_secret(words)
    if found is None:
        found = lists.page_of_cases(Filters(words=words), None, 2) if words else NOTHING
        if len(found["items"]) != 1 or found["alike"]:
            return redirect(url_for("lists.show", search=remembered.keep(words) if words else None))
    if len(found["items"]) == 1:
        return redirect(url_for("complaint.show", case_no=found["items"][0]["case_no"]))
    return _list(found, Form())


@pages.get("/complaints/export.<any(csv, xlsx):kind>")
@allow(*READERS)
def export(kind: str) -> Response:
    """The whole filtered list as a file, for Excel or LibreOffice; who took it stands in the audit trail.

    Raises:
        RuleBroken: more lines than a sheet holds.
    """
    filters: Filters = _asked(FilterSchema(), remembered.words(request.args.get(SEARCH, "")))
    return exporting.respond(kind, filters)


def _list(page: dict[str, Any], form: Form, *, forgotten: bool = False) -> ResponseReturnValue:
    address: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "after"}
    narrowed = {name for name in address if name in LABELS}
    page_of = render_template(
        "complaints.html",
        form=form,
        labels=LABELS,
        rows=queue.queue(page["items"], direct=False),
        columns=queue.COLUMNS,
        options=_options(form),
        alike=sorted({name for names in page["alike"].values() for name in names}),
        forgotten=forgotten,
        narrowed=bool(narrowed),
        more_filters=bool(narrowed - {"state", "due"}),
        search=address.get(SEARCH, ""),
        first=url_for("lists.show", **address) if request.args.get("after") else None,
        more=f"{url_for('lists.show')}?{urlencode({**address, 'after': page['next']})}" if page["next"] else None,
        files={kind: url_for("lists.export", kind=kind, **address) for kind in ("csv", "xlsx")},
        may_open=me().is_any(Role.CLERK),
    )
    return make_response(page_of, form.status)


def _options(form: Form) -> dict[str, list[tuple[str, str]]]:
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
        "due": list(DUE_LABELS.items()),
    }
