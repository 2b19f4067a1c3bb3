"""Notices to the applicant for programs: the same verbs as on the page of the case."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from services.intake.schemas.notices import NoticesAnswer
from services.intake.shown.complaint import open_case
from services.intake.shown.notices import of_case
from services.intake.states import RIGHTS
from services.intake.verbs.notices import NOTICES
from services.shared.web.access import allow
from services.shared.web.verbs import add_api

api = Blueprint("applicant_notices_api", __name__, description="Front desk: what the applicant is told, and how")


@api.get("/complaints/<case_no>/notices")
@api.response(200, NoticesAnswer)
@allow(*RIGHTS.roles("see"))
def notices(case_no: str) -> dict[str, Any]:
    """What the applicant was told when, what waits, and what failed."""
    open_case(case_no)
    return _items(case_no)


def _items(case_no: str) -> dict[str, Any]:
    return {"items": of_case(case_no)}


add_api(api, "/complaints/<case_no>", _items, NOTICES, RIGHTS, NoticesAnswer)
