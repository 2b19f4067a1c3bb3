"""The service register book (16a)."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from services.registry.queries import book as queries
from services.registry.rights import RIGHTS
from services.registry.rules.book import month_bounds
from services.registry.schemas.book import EntryList, EntrySchema, RegisterQuery
from services.registry.shown.book import entry as shown
from services.registry.verbs.registering import BOOK
from services.shared.calendar import clock
from services.shared.web.access import allow
from services.shared.web.service import current_service
from services.shared.web.verbs import Answer, add_api

api = Blueprint("register_api", __name__, description="The service register book (16a)")


@api.get("/register")
@api.arguments(RegisterQuery, location="query")
@api.response(200, EntryList)
@allow(*RIGHTS.roles("see_letter"))
def register(query: dict[str, Any]) -> dict[str, Any]:
    """Rows of a year or a month, in the book's order; without ``year`` of the present one."""
    bounds = month_bounds(query["year"] or clock.today().year, query["month"])
    with current_service().reading() as session:
        page = queries.page(session, bounds, query["q"], query["after"])
    return {"entries": [shown(row) for row in page.rows], "after": page.after}


def _shown(position: int) -> dict[str, Any]:
    with current_service().reading() as session:
        return shown(queries.row(session, position))


add_api(
    api,
    "/register/<int:position>",
    _shown,
    BOOK,
    RIGHTS,
    EntrySchema,
    ways={"correct_entry": Answer(EntrySchema, lambda entry, **key: _shown(entry.position))},
)
