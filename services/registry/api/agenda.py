"""The agenda of outgoing letters."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from services.registry.pages.agenda import as_lines, as_sheet
from services.registry.queries import agenda as queries
from services.registry.queries.agenda import Asked
from services.registry.rights import RIGHTS
from services.registry.rules.book import month_bounds
from services.registry.schemas.agenda import (
    AgendaQuery,
    AnsweredSchema,
    BlockSchema,
    ClassificationSchema,
    LineList,
    LineSchema,
    LineWhole,
)
from services.registry.shown import agenda as shown
from services.registry.verbs.agenda import BOOKING, LINE, REQUESTS
from services.shared.calendar import clock
from services.shared.web.access import allow
from services.shared.web.documented import answers_file
from services.shared.web.service import current_service
from services.shared.web.verbs import Answer, add_api

api = Blueprint("agenda_api", __name__, description="The agenda of outgoing letters: the office's one book (16b)")


@api.get("/agenda")
@api.arguments(AgendaQuery, location="query")
@api.response(200, LineList)
@allow(*RIGHTS.roles("see_agenda"))
def lines(query: dict[str, Any]) -> dict[str, Any]:
    """Letters of a year or a month in the order of their dates; without ``year`` of the present one."""
    with current_service().reading() as session:
        page = queries.page(session, _asked(query), query["after"])
    return {"lines": [shown.line(row) for row in page.rows], "after": page.after}


@api.get("/agenda/export.xlsx")
@api.arguments(AgendaQuery, location="query")
@answers_file(api)
@allow(*RIGHTS.roles("see_agenda"))
def sheet(query: dict[str, Any]) -> Response:
    """The same as a spreadsheet, every line that was found."""
    return as_sheet(_asked(query), "agenda-surat-keluar")


@api.get("/agenda/export.csv")
@api.arguments(AgendaQuery, location="query")
@answers_file(api)
@allow(*RIGHTS.roles("see_agenda"))
def text(query: dict[str, Any]) -> Response:
    """The same as CSV, every line that was found."""
    return as_lines(_asked(query), "agenda-surat-keluar")


@api.get("/agenda/<int:line>")
@api.response(200, LineWhole)
@allow(*RIGHTS.roles("see_agenda"))
def line(line: int) -> dict[str, Any]:
    """One number with all its lines."""
    return _shown(line)


@api.get("/classifications")
@api.response(200, ClassificationSchema(many=True))
@allow(*RIGHTS.roles("see_agenda"))
def classifications() -> list[dict[str, str]]:
    """Classification codes: the office's, and those that the registrar added."""
    service = current_service()
    with service.reading() as session:
        known = queries.classifications(session, service.office)
    return [{"code": code, "label": label} for code, label in known.items()]


def _asked(query: dict[str, Any]) -> Asked:
    bounds = month_bounds(query["year"] or clock.today().year, query["month"])
    return Asked(bounds, query["q"], query["source"], query["state"])


def _shown(line: int) -> dict[str, Any]:
    with current_service().reading() as session:
        return shown.line(queries.one(session, line)) | {"history": queries.history(session, line)}


_LINE = Answer(LineSchema, lambda found, **key: _shown(found.id))
_SELF = {name: Answer(schema, lambda found, **key: found) for name, schema in
         {"import_block": BlockSchema, "add_classification": ClassificationSchema}.items()}  # fmt: skip
_TAKEN = dict.fromkeys(("book_letter", "record_outside", "reserve_numbers"), _LINE)
add_api(api, "/agenda", None, BOOKING, RIGHTS, None, ways=_TAKEN | _SELF)
add_api(api, "/agenda", None, REQUESTS, RIGHTS, None,
        ways={"answer_request": Answer(AnsweredSchema, lambda row, **key: row)})  # fmt: skip
add_api(api, "/agenda/<int:line>", _shown, LINE, RIGHTS, LineWhole)
