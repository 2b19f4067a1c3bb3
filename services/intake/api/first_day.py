"""The first day of a real office: how far it is, and the verbs that lead to it."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from services.intake.queries.first_day import standing
from services.intake.schemas.first_day import FirstDayAnswer
from services.intake.states import RIGHTS
from services.intake.verbs.first_day import FIRST_DAY, OF_IMPORT
from services.shared.web.access import allow
from services.shared.web.service import current_service
from services.shared.web.verbs import add_api

api = Blueprint("first_day_api", __name__, description="The first day of a real office")


@api.get("/first-day")
@api.response(200, FirstDayAnswer)
@allow(*RIGHTS.roles("see_first_day"))
def first_day() -> dict[str, Any]:
    """What waits to come in, and whether the office is declared open."""
    return _shown()


def _shown(*_: object) -> dict[str, Any]:
    with current_service().reading() as session:
        found = standing(session)
    day, practice = found.day, found.practice
    return {
        "version": found.version,
        "imports": found.imports,
        "cases": sum(one.cases for one in found.cases),
        "rows": sum(one.cases for one in found.books),
        **{name: getattr(day, name, None) for name in ("asked_by_name", "last_number", "opened_at")},
        **{f"clear_{name}": getattr(practice, name, None) for name in ("asked_by_name", "confirmed_by_name")},
        "clear_version": found.clear_version,
        "cleared_at": practice.cleared_at if practice else None,
    }


add_api(api, "/first-day", _shown, FIRST_DAY, RIGHTS, FirstDayAnswer)
add_api(api, "/first-day/<uuid:import_id>", _shown, OF_IMPORT, RIGHTS, FirstDayAnswer)
