"""The page of one letter: the five parts of step 16 as a checklist, with the next one as the main button."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template

from services.handoffs import outbox
from services.registry.queries import incidents, verdicts
from services.registry.queries import letters as queries
from services.registry.queries.agenda import classifications, line_of_letter
from services.registry.queries.letters import WholeLetter
from services.registry.rights import RIGHTS
from services.registry.shown import letters as shown
from services.registry.shown.events import deliveries, events
from services.registry.shown.parts import checklist, next_step
from services.registry.states import MOVES, STATE_LABELS, State
from services.registry.tables import Letter
from services.registry.verbs import LETTER, VERBS
from services.shared.audit import trail
from services.shared.errors import Refused
from services.shared.paper.errors import PaperError
from services.shared.rights.people import Actor
from services.shared.storage.object_store import Damaged
from services.shared.unit_of_work import Service
from services.shared.verbs import Verb
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.pdf_pages import pages
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

letter = Blueprint("letter", __name__)


@letter.get("/letters/<uuid:letter_id>")
@allow(*RIGHTS.roles("see_letter"))
def show(letter_id: UUID) -> str:
    """The letter before and after, its five parts, copies, verdict and time line."""
    return _page(letter_id, Forms())


def _page(letter_id: UUID, forms: Forms) -> str:
    service, person = current_service(), me()
    with service.reading() as session:
        whole = queries.whole(session, letter_id)
        letter = shown.seen(service, whole.letter, person)
        story = trail.story(session, str(letter_id))
        told = outbox.deliveries(session, letter.case_no)
        line = line_of_letter(session, letter_id)
        codes = classifications(session, service.office)
        found = [each for each in incidents.of_case(session, letter.case_no, str(letter.id)) if not each.healed_at]
    return render_template(
        "letter.html",
        letter=letter,
        whole=whole,
        forms=forms,
        next=next_step(service.office, letter, person),
        steps=checklist(service.office, letter, story),
        events=events(story),
        incidents=found,
        deliveries=deliveries(told, "letter_registered", "letter_ready"),
        verdict=verdicts.verdict_of(service, letter),
        line=line,
        **_words(service, whole, person, codes),
    )


def _words(service: Service, whole: WholeLetter, person: Actor, codes: dict[str, str]) -> dict[str, Any]:
    letter, state, readable = whole.letter, State(whole.letter.state), queries.may_read(whole.letter, person)
    return {
        "kind": service.office.letter_kinds.get(letter.kind, "Surat"),
        "status": STATE_LABELS[state],
        "tone": shown.TONES.get(state, "warn"),
        "recipient": shown.recipient(letter, person),
        "classification": f"{letter.classification} {codes.get(letter.classification, '')}".strip(),
        "other_code": _other_code(letter, person),
        "choices": {"classifications": [(code, f"{code} – {label}") for code, label in codes.items()]},
        "copies": [shown.copy(letter, copy, person) for copy in letter.copies],
        "readable": readable,
        **{f"{kind}_pages": _pages(service, letter, kind) if readable else 0 for kind in ("signed", "sealed")},
    }


def _other_code(letter: Letter, person: Actor) -> Verb | None:
    """The verb that chooses another classification, where this person may and the number is not printed yet."""
    may = "choose_classification" in MOVES.verbs_for(State(letter.state), person.roles)
    return VERBS["choose_classification"] if may and letter.reserved_number is None else None


def _pages(service: Service, letter: Letter, which: str) -> int:
    """How many pages there are to show; none where the file is damaged or gone (an incident says so)."""
    ref = letter.signed if which == "signed" else letter.sealed
    try:
        return pages(service.store, ref) if ref else 0
    except (Damaged, PaperError, Refused):
        return 0


add_pages(letter, "/letters/<uuid:letter_id>", _page, LETTER, RIGHTS)
