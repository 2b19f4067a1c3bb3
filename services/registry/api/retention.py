"""Retention: lists of archives to be destroyed, legal holds, appraisal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from services.registry import actions
from services.registry.queries import retention as queries
from services.registry.rights import RIGHTS
from services.registry.schemas import (
    AppraiseSchema,
    DestructionList,
    DestructionSchema,
    ReasonSchema,
)
from services.registry.verbs import DESTRUCTION
from services.registry.views import retention as views
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.service import current_service
from services.shared.web.verbs import add_api

api = Blueprint("retention_api", __name__, description="Retention and destruction of archives")
READERS = (Role.REGISTRAR, Role.SECTION_HEAD, Role.CAMAT, Role.ADMIN, Role.AUDITOR)
APPROVERS = (Role.SECTION_HEAD, Role.CAMAT)


@api.get("/destructions")
@api.response(200, DestructionList)
@allow(*READERS)
def index() -> dict[str, Any]:
    """The newest lists."""
    with current_service().reading() as session:
        return {"lists": [views.summary(row, count) for row, count in queries.lists(session, None)]}


@api.get("/destructions/<uuid:list_id>")
@api.response(200, DestructionSchema)
@allow(*READERS)
def destruction(list_id: UUID) -> dict[str, Any]:
    """One list with its archives and approvals."""
    return _shown(list_id)


@api.post("/archive/<case_no>/hold")
@api.arguments(ReasonSchema)
@api.response(204)
@allow(Role.REGISTRAR)
def hold(data: dict[str, Any], case_no: str) -> None:
    """A legal hold: the archive is not destroyed."""
    with current_service().work(me()) as work:
        actions.hold(work, case_no, data["version"], data["reason"])


@api.post("/archive/<case_no>/release-hold")
@api.arguments(ReasonSchema)
@api.response(204)
@allow(Role.REGISTRAR)
def release_hold(data: dict[str, Any], case_no: str) -> None:
    """The hold is no longer needed."""
    with current_service().work(me()) as work:
        actions.release_hold(work, case_no, data["version"], data["reason"])


@api.post("/archive/<case_no>/appraise")
@api.arguments(AppraiseSchema)
@api.response(204)
@allow(Role.REGISTRAR)
def appraise(data: dict[str, Any], case_no: str) -> None:
    """Give an archive its fate that the schedule leaves open."""
    with current_service().work(me()) as work:
        actions.appraise(work, case_no, data["version"], data["fate"], data["reason"])


def _shown(list_id: UUID) -> dict[str, Any]:
    with current_service().reading() as session:
        return views.representation(queries.whole(session, list_id), me())


add_api(api, "/destructions/<uuid:list_id>", _shown, DESTRUCTION, RIGHTS, DestructionSchema)
