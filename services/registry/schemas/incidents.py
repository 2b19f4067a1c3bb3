"""Trouble with letters and archived files: what forms and API take, and what the API gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.registry.tables import Incident
from services.shared.answers import many, shows
from services.shared.fields import text


class AcknowledgeSchema(Schema):
    """What is being done about an incident."""

    acknowledgement = text(
        "Apa yang dilakukan", 300, 5, short="Tulis apa yang dilakukan, paling sedikit 5 huruf.", rows=2
    )


class IncidentsQuery(Schema):
    """Which incidents to list."""

    after = fields.Integer(load_default=None)


@shows(Incident, without=("detail",), notes={"acknowledgement": "what is being done about it"})
class IncidentSchema(Schema):
    """What stands in the way."""


class IncidentList(Schema):
    """One page of incidents, and where the next begins."""

    rows = many(IncidentSchema)
    after = fields.Integer(allow_none=True)
