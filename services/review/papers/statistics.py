"""The report of a period on paper: what the page shows, and its tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.review.papers.parts import FOLDER, of_official
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.typeset import typeset


def statistics_report(office: Office, period: str, shown: dict[str, Any], at: datetime) -> bytes:
    """The statistics of a period (``shown.glance.paper``) in the office's layout; ``period`` names the scope too."""
    data = shown | {
        "office": office.letterhead(),
        "style": {"paper": office.letters.paper, "font": office.letters.font, "size": 10.5},
        "title": "LAPORAN PELAYANAN PENGADUAN KANTIBMAS",
        "period": period,
        "foot": f"{office.name} · dihitung {clock.date_time(at)}",
        "signature": of_official(office.official("camat")),
        "dated": f"{office.office.place}, {clock.long_date(at)}",
    }
    return typeset(FOLDER / "statistics.typ", data, created=at)
