"""The report of a period on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.review.papers.parts import FOLDER, of_official
from services.review.rules.statistics import Section
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.typeset import typeset


def statistics_report(
    office: Office,
    period: str,
    narrowed: str,
    figures: Sequence[tuple[str, str, str]],
    parts: Sequence[Section],
    at: datetime,
) -> bytes:
    """The statistics of a period (``shown.statistics``) in the office's layout; ``narrowed`` names the scope."""
    data = {
        "office": office.letterhead(),
        "style": {"paper": office.letters.paper, "font": office.letters.font, "size": 10.5},
        "title": "LAPORAN PELAYANAN PENGADUAN KANTIBMAS",
        "period": f"{period}, {narrowed}" if narrowed else period,
        "foot": f"{office.name} · dihitung {clock.date_time(at)}",
        "figures": [[value, label] for value, label, _ in figures],
        "sections": [
            {"title": part.title, "head": part.head, "rows": [[str(cell) for cell in row] for row in part.rows]}
            for part in parts
        ],
        "signature": of_official(office.official("camat")),
        "dated": f"{office.office.place}, {clock.long_date(at)}",
    }
    return typeset(FOLDER / "statistics.typ", data, created=at)
