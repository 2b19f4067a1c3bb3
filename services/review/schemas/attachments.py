"""Schema of attachments."""

from __future__ import annotations

from marshmallow import Schema

from services.shared.fields import hidden


class AttachSchema(Schema):
    """What is attached: its ``role`` (``rules.files.WHO``)."""

    role = hidden()
