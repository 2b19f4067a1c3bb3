"""Retention: lists of archives to be destroyed, legal holds, appraisal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from services.registry import actions
from services.registry.queries import retention as queries
from services.registry.schemas import (
    AppraiseSchema,
    DestroySchema,
    DestructionList,
    DestructionSchema,
    ReasonSchema,
    TakeOffSchema,
    Versioned,
)
from services.registry.views import retention as views
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

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


@api.post("/destructions/<uuid:list_id>/take-off")
@api.arguments(TakeOffSchema)
@api.response(200, DestructionSchema)
@allow(Role.REGISTRAR)
def take_off(data: dict[str, Any], list_id: UUID) -> dict[str, Any]:
    """Take an archive off the draft."""
    return _do(list_id, lambda work: actions.take_off(work, list_id, data["version"], data["case_no"], data["reason"]))


@api.post("/destructions/<uuid:list_id>/submit")
@api.arguments(Versioned)
@api.response(200, DestructionSchema)
@allow(Role.REGISTRAR)
def submit(data: dict[str, Any], list_id: UUID) -> dict[str, Any]:
    """Put the list before those who approve it."""
    return _do(list_id, lambda work: actions.submit(work, list_id, data["version"]))


@api.post("/destructions/<uuid:list_id>/approve")
@api.arguments(Versioned)
@api.response(200, DestructionSchema)
@allow(*APPROVERS)
def approve(data: dict[str, Any], list_id: UUID) -> dict[str, Any]:
    """One of the two approvals."""
    return _do(list_id, lambda work: actions.approve(work, list_id, data["version"]))


@api.post("/destructions/<uuid:list_id>/send-back")
@api.arguments(ReasonSchema)
@api.response(200, DestructionSchema)
@allow(*APPROVERS)
def send_back(data: dict[str, Any], list_id: UUID) -> dict[str, Any]:
    """Back to the registrar, with a reason."""
    return _do(list_id, lambda work: actions.send_back(work, list_id, data["version"], data["reason"]))


@api.post("/destructions/<uuid:list_id>/destroy")
@api.arguments(DestroySchema)
@api.response(200, DestructionSchema)
@allow(Role.REGISTRAR)
def destroy(data: dict[str, Any], list_id: UUID) -> dict[str, Any]:
    """Carry an approved list out, before two witnesses; the timed job removes the bytes."""
    return _do(list_id, lambda work: views.destroy(work, list_id, data))


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


def _do(list_id: UUID, act: Callable[[Work], object]) -> dict[str, Any]:
    with current_service().work(me()) as work:
        act(work)
    return _shown(list_id)


def _shown(list_id: UUID) -> dict[str, Any]:
    with current_service().reading() as session:
        return views.representation(queries.whole(session, list_id), me())
