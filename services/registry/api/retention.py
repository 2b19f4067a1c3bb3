"""Retention: lists of archives to be destroyed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from services.registry.queries import retention as queries
from services.registry.rights import RIGHTS
from services.registry.schemas.retention import DestructionList, DestructionSchema
from services.registry.shown import retention as shown
from services.registry.verbs.retention import DESTRUCTION
from services.shared.web.access import allow, me
from services.shared.web.service import current_service
from services.shared.web.verbs import add_api

api = Blueprint("retention_api", __name__, description="Retention and destruction of archives")


@api.get("/destructions")
@api.response(200, DestructionList)
@allow(*RIGHTS.roles("see_retention"))
def index() -> dict[str, Any]:
    """The newest lists."""
    with current_service().reading() as session:
        return {"lists": [shown.summary(row, count) for row, count in queries.lists(session)]}


@api.get("/destructions/<uuid:list_id>")
@api.response(200, DestructionSchema)
@allow(*RIGHTS.roles("see_retention"))
def destruction(list_id: UUID) -> dict[str, Any]:
    """One list with its archives and approvals."""
    return _shown(list_id)


def _shown(list_id: UUID) -> dict[str, Any]:
    with current_service().reading() as session:
        return shown.whole(queries.whole(session, list_id), me())


add_api(api, "/destructions/<uuid:list_id>", _shown, DESTRUCTION, RIGHTS, DestructionSchema)
