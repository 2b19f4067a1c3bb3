"""Trouble with letters and archived files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from services.registry import incidents
from services.registry.schemas import AcknowledgeSchema, IncidentList, IncidentSchema, IncidentsQuery
from services.registry.tables import Incident
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

api = Blueprint("incidents_api", __name__, description="Damaged, missing and unreadable files")
READERS = (Role.REGISTRAR, Role.ADMIN, Role.AUDITOR)


@api.get("/incidents")
@api.arguments(IncidentsQuery, location="query")
@api.response(200, IncidentList)
@allow(*READERS)
def index(query: dict[str, Any]) -> incidents.IncidentPage:
    """Open incidents first, then healed ones, the newest first."""
    with current_service().reading() as session:
        return incidents.page(session, query["after"])


@api.post("/incidents/<uuid:incident_id>/acknowledge")
@api.arguments(AcknowledgeSchema)
@api.response(200, IncidentSchema)
@allow(Role.REGISTRAR, Role.ADMIN)
def acknowledge(data: dict[str, Any], incident_id: UUID) -> Incident:
    """A person has seen it and says what is being done about it."""
    with current_service().work(me()) as work:
        return incidents.acknowledge(work, incident_id, data["acknowledgement"])
