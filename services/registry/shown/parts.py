"""The five parts of step 16, as a letter's page shows them: which is done, which is next, and how it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.registry.actions import at_once
from services.registry.rules.agenda import Source
from services.registry.rules.letters import MOST_COPIES
from services.registry.states import MOVES, PARTS, State
from services.registry.tables import Letter
from services.registry.verbs import VERBS
from services.registry.verbs.at_once import CHECK, CONFIRM, ON_PAPER
from services.registry.verbs.numbering import CONFIRM_NUMBER
from services.registry.verbs.stamping import CHECK_SIGNATURE
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.rights.people import Actor
from services.shared.verbs import Ask, Verb

_SHORT = {  # where the button's words do not say it
    "type_number": "Ketik nomor surat",
    "stamp": "Bubuhkan nomor, tanggal, dan segel",
    "stamp_on_paper": "Tulis nomor, bubuhkan stempel",
    "archive_copy": "Simpan salinan arsip",
}
_SPARE_ROWS = 2


def next_part(letter: Letter) -> tuple[str, str] | None:
    """The next part of step 16: (verb, part), or None where there is none."""
    return next(((verb, step) for verb, source, _, step in PARTS if source == letter.state), None)


def part_label(office: Office, letter: Letter, verb: str) -> str:
    """The part of step 16 in words, by how this letter is numbered and signed."""
    row, ask = _asked(office, letter, verb)
    return "Periksa tanda tangan" if ask is CHECK_SIGNATURE else _SHORT.get(row.name, ask.button)


def next_step(office: Office, letter: Letter, person: Actor) -> dict[str, Any] | None:
    """The next part where this person may do it: its verb, how it is asked, and what fills the blanks of its words."""
    following = next_part(letter)
    if following is None or following[0] not in MOVES.verbs_for(State(letter.state), person.roles):
        return None
    part = following[1]
    verb, ask = _asked(office, letter, following[0])
    if len(left := at_once.left(office, letter)) > 1:
        verb, ask, part = VERBS["register_at_once"], _asked_at_once(letter), _span(left)
    dated = clock.long_date(letter.dated) if letter.dated else ""
    blanks = {"n": letter.number or letter.reserved_number or "", "d": dated}
    return {"part": part, "verb": verb, "ask": ask, "blanks": blanks, "copies": _usual_copies(letter)}


def checklist(office: Office, letter: Letter, story: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The five parts as a stepper, with who did each and when."""
    done, present = {line["verb"]: line for line in story}, next_part(letter)
    shown = []
    for verb, _, _, step in PARTS:
        line = done.get(verb)
        state = "done" if line else "current" if present and present[0] == verb else "todo"
        if letter.state == State.VOIDED and not line:
            state = "skipped"
        at, who = (line["at"], line["actor_name"]) if line else (None, None)
        shown.append({"label": f"{step} {part_label(office, letter, verb)}", "state": state, "at": at, "who": who})
    return shown


def next_words(office: Office, letter: Letter) -> str:
    """The next press in words, for a list: ``16a–16c Catat, beri nomor, dan segel``; a dash where there is none."""
    following = next_part(letter)
    if following is None:
        return "—"
    if len(left := at_once.left(office, letter)) > 1:
        return f"{_span(left)} {_asked_at_once(letter).button}"
    return f"{following[1]} {part_label(office, letter, following[0])}"


def _span(left: list[str]) -> str:
    parts = [step for verb, _, _, step in PARTS if verb in left]
    return f"{parts[0]}–{parts[-1]}"


def _asked_at_once(letter: Letter) -> Ask:
    if letter.signing == "wet":
        return ON_PAPER
    if letter.reserved_number:
        return CHECK if letter.signing == "bsre" else CONFIRM
    ask = VERBS["register_at_once"].ask
    assert ask is not None
    return ask


def _asked(office: Office, letter: Letter, name: str) -> tuple[Verb, Ask]:
    typed = office.letters.number_source == Source.TYPED and letter.reserved_number is None
    other = {"stamp": "stamp_on_paper"} if letter.signing == "wet" else {}
    other |= {"assign_number": "type_number"} if typed else {}
    verb = VERBS[other.get(name, name)]
    assert verb.ask is not None
    if name == "assign_number" and letter.reserved_number:
        return verb, CONFIRM_NUMBER
    if name == "stamp" and letter.signing == "bsre" and letter.reserved_number:
        return verb, CHECK_SIGNATURE
    return verb, verb.ask


def _usual_copies(letter: Letter) -> list[tuple[str, str]]:
    """What an office usually copies: one for its own file, one for each Tembusan; and empty rows."""
    usual = [("Pertinggal", "Arsip kantor"), *(("Tembusan", name) for name in letter.copies_to)]
    return [*usual, *([("", "")] * _SPARE_ROWS)][:MOST_COPIES]
