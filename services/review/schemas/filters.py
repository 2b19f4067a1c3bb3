"""Filters of the lists."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.review.schemas.base import choice
from services.review.states import State
from services.shared.fields import Text


class WorkFiltersSchema(Schema):
    """Filters of "my work": a state, and how near the deadline is (``late``, ``today``, ``week``: seven days)."""

    state = choice([*State, ""], "")
    due = choice(["late", "today", "week", ""], "")
    after = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=300))
    limit = fields.Integer(load_default=25, validate=validate.Range(1, 100))


class FiltersSchema(Schema):
    """Filters of the list of cases."""

    state = choice([*State, ""], "")
    class_code = Text(load_default="", validate=validate.Length(max=60))
    village = Text(load_default="", validate=validate.Length(max=80))
    q = Text(load_default="", validate=validate.Length(max=100, error="Paling banyak 100 huruf."))
    after = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=300))
    limit = fields.Integer(load_default=25, validate=validate.Range(1, 100))
