"""Trouble with letters and archived files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from services.registry.queries import incidents as queries
from services.registry.rights import RIGHTS
from services.registry.schemas.incidents import IncidentList, IncidentSchema, IncidentsQuery
from services.registry.tables import Incident
from services.registry.verbs.archive import INCIDENTS
from services.shared.data.paging import Page
from services.shared.web.access import allow
from services.shared.web.service import current_service
from services.shared.web.verbs import add_api

api = Blueprint("incidents_api", __name__, description="Damaged, missing and unreadable files")


@api.get("/incidents")
@api.arguments(IncidentsQuery, location="query")
@api.response(200, IncidentList)
@allow(*RIGHTS.roles("see_archive"))
def index(query: dict[str, Any]) -> Page[Incident]:
    """Open incidents first, then healed ones, the newest first."""
    with current_service().reading() as session:
        return queries.page(session, query["after"])


def _shown(incident_id: UUID) -> Incident:
    with current_service().reading() as session:
        return queries.one(session, incident_id)


add_api(api, "/incidents/<uuid:incident_id>", _shown, INCIDENTS, RIGHTS, IncidentSchema)
