"""Printed sheets of the registry. Layout: ``papers/*.typ`` over the shared look of the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from services.registry.queries.book import BookRow
from services.registry.views import book as views
from services.shared import clock
from services.shared.office import Office
from services.shared.paper.text import clean, missing
from services.shared.paper.typeset import typeset

FOLDER = Path(__file__).parent / "papers"


def book(office: Office, period: str, rows: Sequence[BookRow], now: datetime) -> bytes:
    """The service register book (16a) of a month or year, landscape; struck rows are struck through."""
    registrar = next((o for o in office.officials if o.role == "registrar"), None)
    data = {
        "office": office.letterhead(),
        "style": {"paper": office.letters.paper, "font": office.letters.font, "size": 9},
        "title": "BUKU REGISTER PELAYANAN",
        "period": f"{office.office.service}, {period}",
        "rows": [{"cells": views.printed(row), "struck": row.struck_by is not None} for row in rows],
        "printed": f"Dicetak {clock.date_time(now)}",
        "dated": f"{office.office.place}, {clock.long_date(now)}",
        "registrar": vars_of(registrar) if registrar else None,
    }
    return typeset(FOLDER / "book.typ", printable(data), created=now)


def vars_of(official: Any) -> dict[str, str]:
    """An official as the signature block wants it."""
    return {name: getattr(official, name) for name in ("title", "name", "rank", "nip")}


def printable(value: Any) -> Any:
    """Book and archive must not fail for an emoji in a note: characters without a glyph become boxes (□)."""
    if isinstance(value, str):
        text = clean(value)
        for char in missing(text):
            text = text.replace(char, "□")
        return text
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    return [printable(item) for item in value] if isinstance(value, list) else value
