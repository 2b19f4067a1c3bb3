"""What waits at the desk, for *my work*."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.intake.queries import work as waiting
from services.intake.shown import invitations
from services.intake.shown.lines import line
from services.intake.shown.queue import queue
from services.intake.states import State
from services.intake.tables import Complaint
from services.shared.calendar import clock
from services.shared.web.access import me
from services.shared.web.service import current_service

GROUPS = (  # state, heading, what to say of it
    (State.READY_FOR_HANDOVER, "Surat siap diserahkan", "Pemohon mengambilnya di loket dengan KTP."),
    (State.DELIVERED, "Surat diserahkan, belum dinyatakan diterima", ""),
    (State.INTAKE_CHECK, "Perlu diperiksa kelengkapannya", ""),
    (State.AWAITING_COMPLETION, "Menunggu pemohon melengkapi", ""),
    (State.DRAFT_INTAKE, "Formulir belum selesai", ""),
    (State.WITHDRAWAL_REQUESTED, "Pencabutan sedang diproses", ""),
)


def my_work() -> dict[str, Any]:
    """Counts by state, what waits by kind of work, what the section head sent back, and what went out last."""
    with current_service().reading() as session:
        counts, work = waiting.counts(session), waiting.my_work(session)
        sent, returned = waiting.recently_forwarded(session), waiting.returned(session)
        to_print = invitations.to_print(session)
    sizes = {state: _number(counts.get(state, 0)) for state in State}
    return {
        "counts": sizes,
        "groups": [
            {"state": state, "title": title, "text": text, "size": sizes[state], "rows": _lines(work[state])}
            for state, title, text in GROUPS
            if work[state]
        ],
        "returned": [(shown, row.return_reason) for shown, row in zip(_lines(returned), returned, strict=True)],
        "to_print": to_print,
        "sent": _lines(sent, direct=False),
        "most": waiting.PER_GROUP,
    }


def _lines(found: Sequence[Complaint], *, direct: bool = True) -> list[dict[str, Any]]:
    service, person, now = current_service(), me(), clock.now()
    return queue((line(service, row, person, now) for row in found), direct=direct)


def _number(count: int) -> str:
    """A count as it is shown: nobody needs to know whether 999 or 5,000 wait."""
    return f"{waiting.COUNTED}+" if count > waiting.COUNTED else str(count)
