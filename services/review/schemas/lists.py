"""Filters of the lists."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.review.states import STATE_LABELS
from services.shared.fields import choice, text

NEAR = {"late": "Terlambat", "today": "Hari ini", "week": "Tujuh hari ini"}


class Paged(Schema):
    """Where a page of a list begins, and how many rows it has."""

    after = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=300))
    limit = fields.Integer(load_default=25, validate=validate.Range(1, 100))


class WorkFiltersSchema(Paged):
    """Filters of "my work": a state, and how near the deadline is (``late``, ``today``, ``week``: seven days)."""

    state = choice("Status", STATE_LABELS, default="", shown="waiting", must=None, blank="Semua", width=4)
    due = choice("Batas waktu", NEAR, default="", must=None, blank="Semua", width=4)


class StatisticsSchema(Schema):
    """Period and scope of the statistics."""

    period = choice("Periode", "periods", default="", must=None, blank=False, width=4)
    scope = choice("Hanya", "scopes", default="", must=None, blank="Seluruh kecamatan", width=5)


class FiltersSchema(Paged):
    """Filters of the list of cases."""

    q = text("Cari perihal, {desa}, nama", 100, optional=True, must=None, kind="search", width=3)
    state = choice("Status", STATE_LABELS, default="", must=None, blank="Semua", width=3)
    class_code = choice("Klasifikasi pengaduan", "class_code", default="", must=None, blank="Semua", width=3)
    village = choice("{Desa}", "village", default="", must=None, blank="Semua", width=3)
    due = choice("Batas waktu", {"late": NEAR["late"]}, default="", must=None, blank="Semua", width=3)
