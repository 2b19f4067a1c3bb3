"""What every printed sheet of the registry has. Layout: ``*.typ`` beside this file, over the office's shared look."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from services.shared.calendar import clock
from services.shared.config.office import Office, Official
from services.shared.paper.typeset import Typeset, typeset_with_slots

FOLDER = Path(__file__).parent


def sheet(layout: str, office: Office, now: datetime, size: float = 9, **data: Any) -> bytes:
    """A sheet as PDF/A by the layout of this name; ``size`` of its letters in points."""
    return sheet_with_slots(layout, office, now, size, **data).pdf


def sheet_with_slots(layout: str, office: Office, now: datetime, size: float = 9, **data: Any) -> Typeset:
    """The same with the boxes that the layout leaves free, such as for the office's seal."""
    registrar = next((o for o in office.officials if o.role == "registrar"), None)
    data = {
        "office": office.letterhead(),
        "style": {"paper": office.letters.paper, "font": office.letters.font, "size": size},
        "registrar": signatory(registrar) if registrar else None,
        "dated": f"{office.office.place}, {clock.long_date(now)}",
        "printed": f"Dicetak {clock.date_time(now)}",
    } | data
    return typeset_with_slots(FOLDER / f"{layout}.typ", data, created=now)


def signatory(official: Official) -> dict[str, str]:
    """An official as the signature block wants it."""
    return {name: getattr(official, name) for name in ("title", "name", "rank", "nip")}


def in_bytes(size: int) -> str:
    """A size with points between the thousands."""
    return f"{size:,}".replace(",", ".")
