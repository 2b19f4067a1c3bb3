"""Rows of the register book as page and API show them."""

from __future__ import annotations

from typing import Any

from services.registry.queries.book import BookRow
from services.registry.schemas.book import EntrySchema


def entry(row: BookRow) -> dict[str, Any]:
    """A row, with its letter's number and the row that struck it; for the page with its remarks (ket)."""
    struck_by = row.struck_by.position if row.struck_by else None
    shown = {name: row.said(name) for name in EntrySchema().fields if name != "struck_by"}
    return shown | {"letter_number": row.number, "struck_by": struck_by, "remarks": row.remarks}
