"""Verbs that need a reason, and the look for a NIK."""

from __future__ import annotations

from marshmallow import Schema

from services.shared.fields import text


class ReasonSchema(Schema):
    """Why the full NIK has to be seen."""

    reason = text("Alasan", 300, 5)


class NikSchema(Schema):
    """A NIK to look for; in the body, never in an address."""

    nik = text("NIK", 40)
