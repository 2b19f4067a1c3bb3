"""The register book (16a): which rows are asked for, and what the API gives."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.registry.tables import RegisterEntry
from services.shared.answers import many, shows
from services.shared.fields import text


class RegisterQuery(Schema):
    """Which rows of the register book to list."""

    year = fields.Integer(load_default=None, validate=validate.Range(2000, 2999))
    month = fields.Integer(load_default=None, validate=validate.Range(1, 12))
    q = text("Cari nomor, nama, atau uraian", 100, optional=True)
    after = fields.Integer(load_default=None)


@shows(RegisterEntry, without=("entered_at", "previous_hash"))
class EntrySchema(Schema):
    """A row of the register book."""

    struck_by = fields.Integer(allow_none=True)


class EntryList(Schema):
    """One page of the register book, and the position to go on after."""

    entries = many(EntrySchema)
    after = fields.Integer(allow_none=True)
