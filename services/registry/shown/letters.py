"""Letters as lists and the API show them: masked where they must be, with words and colours for their states."""

from __future__ import annotations

from typing import Any

from services.registry.queries.letters import WholeLetter, may_read
from services.registry.queries.verdicts import verdict_of
from services.registry.rules.book import HIDDEN_NAME
from services.registry.schemas.letters import COPY, SUMMARY, WHOLE
from services.registry.shown.parts import next_part, next_words
from services.registry.states import MOVES, STATE_LABELS, State
from services.registry.tables import Letter, LetterCopy
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service

TONES = {State.RECEIVED: "info", State.READY: "ok", State.VOIDED: "bad"}


def seen(service: Service, letter: Letter, person: Actor) -> Letter:
    """Note that this person sees the letter now, or only that there is one (UU 27/2022)."""
    service.looked(person, letter.case_no, "letter" if may_read(letter, person) else "masked", clock.now())
    return letter


def recipient(letter: Letter, person: Actor) -> str:
    """To whom it goes, masked for those who may not know."""
    return letter.recipient if may_read(letter, person) or not letter.hides_recipient else HIDDEN_NAME


def summary(letter: Letter, person: Actor) -> dict[str, Any]:
    """A letter in a list."""
    return {**{name: getattr(letter, name) for name in SUMMARY}, "recipient": recipient(letter, person)}


def whole(service: Service, found: WholeLetter, person: Actor) -> dict[str, Any]:
    """The whole letter for the API, with the verdict on its sealed file; that it was seen is noted."""
    letter = seen(service, found.letter, person)
    valid = found.entries[-1] if found.entries else None
    return {
        **summary(letter, person),
        **{name: getattr(letter, name) for name in WHOLE},
        "sha256s": {"signed": letter.signed_sha256, "sealed": letter.sealed_sha256},
        "copies": [copy(letter, each, person) for each in letter.copies],
        "register_entry": valid and {name: getattr(valid, name) for name in ("serial", "year", "position")},
        "archive_item": found.item,
        "verdict": verdict_of(service, letter),
        "verbs": MOVES.verbs_for(State(letter.state), person.roles),
    }


def copy(letter: Letter, made: LetterCopy, person: Actor) -> dict[str, Any]:
    """A copy, its recipient masked where the letter's is."""
    shown = {name: getattr(made, name) for name in COPY}
    return shown if may_read(letter, person) else shown | {"recipient": HIDDEN_NAME}


def row(office: Office, letter: Letter, person: Actor) -> dict[str, Any]:
    """A line of the list page."""
    state = State(letter.state)
    return {
        "number": letter.number or office.letter_kinds.get(letter.kind, "Surat"),
        "note": f"Pengaduan {letter.case_no}",
        "subject": letter.subject,
        "recipient": recipient(letter, person),
        "status": STATE_LABELS[state],
        "tone": TONES.get(state, "warn"),
        "next": next_words(office, letter),
        "action": "Kerjakan" if next_part(letter) else "Buka",
        "url": f"/registry/letters/{letter.id}",
    }
