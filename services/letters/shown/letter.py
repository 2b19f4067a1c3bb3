"""One letter as lists, pages and programs show it: masked where it must be, with words and colours for its state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.letters.queries.letters import may_read
from services.letters.rules.content import excerpt, from_json
from services.letters.states import STATE_LABELS, State
from services.letters.tables import Draft, Letter
from services.shared.calendar import clock
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service

HIDDEN = "Identitas dirahasiakan"
TONES = {
    State.DRAFTING: "active",
    State.INITIALS: "warn",
    State.REVIEW: "warn",
    State.NUMBERING: "active",
    State.SIGNING: "bad",
    State.SIGNED: "ok",
    State.CANCELLED: "mute",
}


def summary(letter: Letter, person: Actor) -> dict[str, Any]:
    """A letter in a list, for the API: of its columns the schema tells some."""
    return {**vars(letter), "recipient": recipient(letter, person)}


def representation(letter: Letter, person: Actor) -> dict[str, Any]:
    """The whole letter for the API."""
    readable = may_read(letter, person)
    return {
        **summary(letter, person),
        "conclusion": letter.conclusion if readable else None,
        "recommendation": letter.recommendation if readable else None,
        "content": letter.content if readable else None,
        "drafts": [_draft(letter, draft, readable) for draft in letter.drafts],
        "corrections": letter.corrections if readable else None,
        "file": letter.signed_file,
        "attachments": letter.attachments if readable else [],
    }


def _draft(letter: Letter, draft: Draft, readable: bool) -> dict[str, Any]:
    parts = [excerpt(block) for block in from_json(draft.blocks)] if readable else []
    initials = [each.username for each in letter.initials if each.draft_no == draft.no]
    return {**vars(draft), "parts": parts, "initials": initials}


def status(letter: Letter) -> tuple[str, str]:
    """The word for a letter's state, and its colour."""
    state = State(letter.state)
    if state == State.DRAFTING and letter.corrections_count:
        return "Perlu diperbaiki", "bad"
    return STATE_LABELS[state], TONES[state]


def recipient(letter: Letter, person: Actor) -> str:
    """To whom it goes, masked for those who may not know."""
    return letter.recipient_name if may_read(letter, person) else HIDDEN


def days_left(service: Service, letter: Letter, now: datetime) -> int | None:
    """Working days until the deadline; None without one, or once the letter has left this service."""
    if letter.deadline is None or letter.state in (State.SIGNED, State.CANCELLED):
        return None
    return service.calendar.between(clock.local(now).date(), letter.deadline)


def row(service: Service, letter: Letter, person: Actor, now: datetime, action: str) -> dict[str, Any]:
    """A line of the list page."""
    (word, tone), left = status(letter), days_left(service, letter, now)
    kind = service.office.letter_kinds.get(letter.kind, letter.kind)
    return {
        "number": kind,
        "note": f"Pengaduan {letter.case_no}",
        "title": letter.title,
        "recipient": recipient(letter, person),
        "status": word,
        "tone": tone,
        "rounds": _rounds(letter),
        "due": clock.short_date(letter.deadline) if letter.deadline and left is not None else "",
        "days_left": left,
        "paused": False,
        "action": action,
        "url": f"/letters/letters/{letter.id}",
    }


def _rounds(letter: Letter) -> str:
    if not letter.drafts_count:
        return "Belum diajukan"
    corrected = f", {letter.corrections_count} kali koreksi" if letter.corrections_count else ""
    return f"Versi {letter.drafts_count}{corrected}"
