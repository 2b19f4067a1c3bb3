"""What the page of one letter shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template

from services.handoffs import outbox
from services.registry import checking, incidents
from services.registry.queries import letters as queries
from services.registry.queries.letters import WholeLetter
from services.registry.seeing import seen
from services.registry.states import MOVES, STATE_LABELS, State
from services.registry.tables import Letter
from services.registry.views import letters as views
from services.shared.audit import trail
from services.shared.errors import Refused
from services.shared.paper.errors import PaperError
from services.shared.rights.people import Actor
from services.shared.storage.object_store import Damaged
from services.shared.unit_of_work import Service
from services.shared.web.access import me
from services.shared.web.forms import Form
from services.shared.web.pdf_pages import pages
from services.shared.web.service import current_service

DELIVERED = {
    ("letter_registered", "review"): "Nomor surat ke berkas pengaduan",
    ("letter_ready", "intake"): "Surat siap diserahkan ke loket",
}
SPARE_ROWS = 2


def letter_page(letter_id: UUID, refused: Form | None = None) -> str:
    """Render the page; a form that was refused is shown again as it was typed."""
    service, person = current_service(), me()
    with service.reading() as session:
        whole = queries.whole(session, letter_id)
        letter = seen(whole.letter)
        story = trail.story(session, str(letter_id))
        deliveries = outbox.deliveries(session, letter.case_no)
        open_incidents = [i for i in incidents.of_case(session, letter.case_no, str(letter.id)) if not i.healed_at]
    return render_template(
        "letter.html",
        letter=letter,
        whole=whole,
        form=refused or Form(),
        readable=queries.may_read(letter, person),
        steps=views.checklist(letter, story),
        events=views.events(story),
        incidents=open_incidents,
        deliveries=_deliveries(deliveries),
        verdict=checking.verdict_of(service, letter),
        **_next(letter, person),
        **_words(service, whole, person),
    )


def _next(letter: Letter, person: Actor) -> dict[str, Any]:
    """The next part, where this person may do it, and the rows of the copies form."""
    following = views.next_part(letter)
    may = following is not None and following[0] in MOVES.verbs_for(State(letter.state), person.roles)
    return {
        "next_verb": following[0] if following and may else "",
        "next_step": following[1] if following and may else "",
        "copy_rows": _copy_rows(letter),
    }


def _copy_rows(letter: Letter) -> list[tuple[str, str]]:
    """What an office usually copies: one for its own file, one for each Tembusan; and empty rows."""
    usual = [("Pertinggal", "Arsip kantor"), *(("Tembusan", name) for name in letter.copies_to)]
    return [*usual, *([("", "")] * SPARE_ROWS)][:20]


def _words(service: Service, whole: WholeLetter, person: Actor) -> dict[str, Any]:
    letter, state = whole.letter, State(whole.letter.state)
    readable = queries.may_read(letter, person)
    classes = {c.code: c.label for c in service.office.classifications}
    return {
        "kind": service.office.letter_kinds.get(letter.kind, "Surat"),
        "status": STATE_LABELS[state],
        "tone": views.TONES.get(state, "warn"),
        "recipient": views.recipient(letter, person),
        "classification": f"{letter.classification} {classes.get(letter.classification, '')}".strip(),
        "copies": [views.shown_copy(letter, copy, person) for copy in letter.copies],
        "signed_pages": _pages(service, letter, "signed") if readable else 0,
        "sealed_pages": _pages(service, letter, "sealed") if readable else 0,
        "check_url": f"/registry/check/{letter.id}",
    }


def _pages(service: Service, letter: Letter, which: str) -> int:
    """How many pages there are to show; none where the file is damaged or gone (an incident says so)."""
    ref = letter.signed if which == "signed" else letter.sealed
    try:
        return pages(service.store, ref) if ref else 0
    except (Damaged, PaperError, Refused):
        return 0


def _deliveries(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest of each kind: how what the registry told the others fares."""
    shown = {
        label: {"label": label, "state": row["state"], "since": row["since"]}
        for row in rows
        if (label := DELIVERED.get((row["kind"], row["receiver"])))
    }
    return list(shown.values())
