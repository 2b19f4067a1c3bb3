"""What the API of every service answers about its handoffs."""

from __future__ import annotations

from marshmallow import Schema, fields


class DeliveryAnswer(Schema):
    """How a message about a case fares (``outbox.deliveries``)."""

    id = fields.String()
    kind = fields.String()
    receiver = fields.String()
    state = fields.String(metadata={"description": "waiting, received or refused"})
    since = fields.AwareDateTime()
    reason = fields.String(allow_none=True)
