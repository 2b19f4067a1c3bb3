"""*My work*: what waits at the desk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.intake.queries import work as waiting
from services.intake.shown import queue
from services.intake.shown.knowing import READERS
from services.intake.shown.lines import line
from services.intake.states import State
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Form
from services.shared.web.service import current_service

pages = Blueprint("work", __name__)
GROUPS = (  # state, heading, what to say of it
    (State.READY_FOR_HANDOVER, "Surat siap diserahkan", "Pemohon mengambilnya di loket dengan KTP."),
    (State.DELIVERED, "Surat diserahkan, belum dinyatakan diterima", ""),
    (State.INTAKE_CHECK, "Perlu diperiksa kelengkapannya", ""),
    (State.AWAITING_COMPLETION, "Menunggu pemohon melengkapi", ""),
    (State.DRAFT_INTAKE, "Formulir belum selesai", ""),
    (State.WITHDRAWAL_REQUESTED, "Pencabutan sedang diproses", ""),
)


@pages.get("/")
@allow(*READERS)
def home() -> ResponseReturnValue:
    """What waits at the desk; for those who only read, the list of complaints."""
    person = me()
    if not person.is_any(Role.CLERK):
        return redirect(url_for("lists.show"))
    service, now = current_service(), clock.now()
    with service.reading() as session:
        counts, work = waiting.counts(session), waiting.my_work(session)
        sent, returned = waiting.recently_forwarded(session), waiting.returned(session)

    def lines(found: list[Any]) -> list[dict[str, Any]]:
        return queue.queue(line(service, row, person, now) for row in found)

    sizes = {state: _number(counts.get(state, 0)) for state in State}
    groups = [
        {"state": state, "title": title, "text": text, "size": sizes[state], "rows": lines(work[state])}
        for state, title, text in GROUPS
        if work[state]
    ]
    return render_template(
        "work.html",
        form=Form(),
        counts=sizes,
        groups=groups,
        returned=[(line, row.return_reason) for line, row in zip(lines(returned), returned, strict=True)],
        sent=queue.queue((line(service, row, person, now) for row in sent), direct=False),
        columns=queue.COLUMNS,
        most=waiting.PER_GROUP,
        of_one_state=queue.OF_ONE_STATE,
        closed=service.calendar.reason_closed(clock.local(now).date()),
    )


def _number(count: int) -> str:
    """A count as it is shown: nobody needs to know whether 999 or 5,000 wait."""
    return f"{waiting.COUNTED}+" if count > waiting.COUNTED else str(count)
