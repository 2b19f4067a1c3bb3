"""The service register book (16a)."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from services.registry import actions, rules
from services.registry.queries import book as queries
from services.registry.rights import RIGHTS
from services.registry.schemas import CorrectEntrySchema, EntryList, EntrySchema, RegisterQuery
from services.registry.views import book as views
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

api = Blueprint("register_api", __name__, description="The service register book (16a)")
READERS = RIGHTS.roles("see_letter")


@api.get("/register")
@api.arguments(RegisterQuery, location="query")
@api.response(200, EntryList)
@allow(*READERS)
def register(query: dict[str, Any]) -> dict[str, Any]:
    """Rows of a year or a month, in the book's order; without ``year`` of the present one."""
    year = query["year"] or clock.local(clock.now()).year
    bounds = rules.month_bounds(year, query["month"])
    with current_service().reading() as session:
        page = queries.page(session, bounds, query["q"], query["after"])
    return {"entries": [views.entry(row) for row in page.rows], "after": page.after}


@api.post("/register/<int:position>/correct-entry")
@api.arguments(CorrectEntrySchema)
@api.response(200, EntrySchema)
@allow(Role.REGISTRAR)
def correct_entry(data: dict[str, Any], position: int) -> dict[str, Any]:
    """A corrected row that strikes the one at ``position``; answered by the new row."""
    changes = {name: value for name, value in data.items() if name != "reason"}
    with current_service().work(me()) as work:
        entry = actions.correct_entry(work, position, data["reason"], changes)
        return views.entry(queries.row(work.session, entry.position))
