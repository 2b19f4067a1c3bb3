"""Who saw a person's data, as a sheet for that person (UU 27/2022)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.intake.papers.sheet import FOLDER, sheet
from services.shared.audit.access_log import MOST, WHAT
from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.paper.typeset import typeset
from services.shared.unit_of_work import Work
from services.shared.web.rights_page import SERVICES

WHERE = dict(SERVICES)


def line(row: Any) -> dict[str, str]:
    """A look in words."""
    return {
        "at": clock.date_and_hour(row.at),
        "who": row.actor_name,
        "role": row.roles,
        "where": WHERE.get(row.service, row.service),
        "what": WHAT.get(row.what, row.what),
        "subject": row.subject,
    }


def access_log(work: Work, numbers: Sequence[str], rows: Sequence[Any]) -> bytes:
    """The sheet; the newest look first."""
    lines = [line(row) for row in rows]
    data = sheet(work.office) | {
        "numbers": ", ".join(numbers),
        "rows": [[one[name] for name in ("at", "who", "role", "where", "what", "subject")] for one in lines],
        "cut": len(rows) >= MOST,
        "zone": zone.name(),
        "printed": clock.date_time(work.now),
        "by": work.actor.name,
    }
    return typeset(FOLDER / "access_log.typ", data, created=work.now)
