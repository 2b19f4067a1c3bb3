"""Complaints: opened (1), listed, read; visits; looking for a NIK."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from services.intake.actions import draft, form
from services.intake.actions import opening as desk
from services.intake.schemas import answers
from services.intake.schemas.intake import (
    DraftSchema,
    NikSchema,
    OpenSchema,
    ReasonSchema,
    UseDataSchema,
    VersionSchema,
)
from services.intake.schemas.lists import PageSchema
from services.intake.shown import lists
from services.intake.shown.complaint import open_case
from services.intake.shown.form import earlier as earlier_of
from services.intake.shown.knowing import READERS
from services.intake.tables import BookEntry
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

api = Blueprint("intake", __name__, description="Front desk: complaints and the application book (steps 1 to 3)")


@api.get("/complaints")
@api.arguments(PageSchema, location="query")
@api.response(200, answers.ListAnswer)
@allow(*READERS)
def complaint_list(asked: dict[str, Any]) -> dict[str, Any]:
    """Complaints, newest first; with ``due`` and without words the most urgent first."""
    return lists.page_of_cases(**asked)


@api.post("/complaints/search")
@api.arguments(PageSchema)
@api.response(200, answers.ListAnswer)
@allow(*READERS)
def complaint_search(asked: dict[str, Any]) -> dict[str, Any]:
    """The same by POST: a name that is looked for stands in no address."""
    return lists.page_of_cases(**asked)


@api.post("/complaints")
@api.arguments(OpenSchema)
@api.response(201, answers.ComplaintAnswer)
@allow(Role.CLERK)
def open_complaint(data: dict[str, Any]) -> dict[str, Any]:
    """Step 1: open a complaint; it gets the next number of the application book."""
    with current_service().work(me()) as work:
        case_no = desk.open_complaint(work, data).case_no
    return open_case(case_no).data


@api.post("/visits")
@api.arguments(OpenSchema)
@api.response(201, answers.VisitAnswer)
@allow(Role.CLERK)
def record_visit(data: dict[str, Any]) -> BookEntry:
    """Step 1: a visit without a complaint; only a line in the application book."""
    with current_service().work(me()) as work:
        return desk.record_visit(work, data)


@api.get("/complaints/<case_no>")
@api.response(200, answers.ComplaintAnswer)
@allow(*READERS)
def complaint(case_no: str) -> dict[str, Any]:
    """A complaint with everything about it, and the verbs that the signed-in person may do now."""
    return open_case(case_no).data


@api.post("/complaints/<case_no>/start-anew")
@api.arguments(VersionSchema)
@api.response(200, answers.ComplaintAnswer)
@allow(Role.CLERK)
def start_anew(data: dict[str, Any], case_no: str) -> dict[str, Any]:
    """Step 3: give up a draft that cannot be opened any more because its key is lost."""
    with current_service().work(me()) as work:
        draft.start_anew(work, case_no, data["version"])
    return open_case(case_no).data


@api.put("/complaints/<case_no>/form")
@api.arguments(DraftSchema)
@api.response(200, answers.ComplaintAnswer)
@allow(Role.CLERK)
def save_draft(data: dict[str, Any], case_no: str) -> dict[str, Any]:
    """Step 3: keep the form as far as it is typed; only before it is handed in."""
    version = data.pop("version")
    with current_service().work(me()) as work:
        draft.save_draft(work, case_no, version, data)
    return open_case(case_no).data


@api.post("/complaints/<case_no>/use-data")
@api.arguments(UseDataSchema)
@api.response(200, answers.ComplaintAnswer)
@allow(Role.CLERK)
def use_data(data: dict[str, Any], case_no: str) -> dict[str, Any]:
    """Step 3: take the applicant's data from an earlier complaint of the same NIK into the draft."""
    with current_service().work(me()) as work:
        form.use_data(work, case_no, data["version"], data["case_no"])
    return open_case(case_no).data


@api.post("/complaints/<case_no>/unmask")
@api.arguments(ReasonSchema)
@api.response(200, answers.NikAnswer)
@allow(Role.CLERK, Role.SECTION_HEAD, Role.CAMAT)
def unmask(data: dict[str, Any], case_no: str) -> dict[str, str]:
    """The full NIK, for a reason that goes into the trail."""
    with current_service().work(me()) as work:
        return {"nik": form.full_nik(work, case_no, data["reason"])}


@api.post("/earlier-complaints")
@api.arguments(NikSchema)
@api.response(200, answers.EarlierAnswer)
@allow(Role.CLERK)
def earlier(data: dict[str, Any]) -> dict[str, Any]:
    """Earlier complaints of a NIK (a POST, so that the number stands in no address)."""
    return {"items": earlier_of(data["nik"])}
