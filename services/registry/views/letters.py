"""Letters as pages and API show them: masked where they must be, with words and colours for their states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.registry import rules
from services.registry.queries.letters import WholeLetter, may_read
from services.registry.states import MOVES, PARTS, STATE_LABELS, State
from services.registry.tables import Letter, RegisterEntry
from services.shared.config.office import Office
from services.shared.rights.people import Actor
from services.shared.signing.verdict import Verdict

TONES = {State.RECEIVED: "info", State.READY: "ok", State.VOIDED: "bad"}
PART_LABELS = {
    "record_register": "Catat di buku register",
    "assign_number": "Beri nomor",
    "stamp": "Bubuhkan nomor, tanggal, dan segel",
    "copy": "Buat salinan",
    "archive_copy": "Simpan salinan arsip",
}
_EVENTS = {
    "receive": ("info", "inbox"),
    "record_register": ("active", "edit"),
    "assign_number": ("active", "document"),
    "stamp": ("ok", "stamp"),
    "copy": ("active", "print"),
    "archive_copy": ("ok", "archive"),
    "void": ("bad", "cross"),
    "seal_refused": ("bad", "alert"),
    "correct_entry": ("warn", "edit"),
    "archive": ("ok", "archive"),
    "reopen": ("warn", "return"),
    "case_ended": ("info", "inbox"),
    "hold": ("warn", "alert"),
    "erase": ("mute", "archive"),
}
_SUMMARY = (
    "id", "case_no", "kind", "step", "subject", "to_applicant", "confidential", "state", "version", "number", "dated",
    "signed_at", "moved_at",
)  # fmt: skip


def recipient(letter: Letter, person: Actor) -> str:
    """To whom it goes, masked for those who may not know."""
    return letter.recipient if may_read(letter, person) else rules.HIDDEN_NAME


def summary(letter: Letter, person: Actor) -> dict[str, Any]:
    """A letter in a list."""
    return {**{name: getattr(letter, name) for name in _SUMMARY}, "recipient": recipient(letter, person)}


def representation(whole: WholeLetter, verdict: Verdict | None, person: Actor) -> dict[str, Any]:
    """The whole letter for the API."""
    letter = whole.letter
    return {
        **summary(letter, person),
        **{name: getattr(letter, name) for name in ("classification", "sensitivity", "void_reason", "sealed_at")},
        "sha256s": {"signed": letter.signed_sha256, "sealed": letter.sealed_sha256},
        "copies": [shown_copy(letter, copy, person) for copy in letter.copies],
        "register_entry": _entry(whole.entries),
        "archive_item": whole.item,
        "verdict": verdict,
        "verbs": MOVES.verbs_for(State(letter.state), person.roles),
    }


def shown_copy(letter: Letter, copy: Any, person: Actor) -> dict[str, Any]:
    """A copy, its recipient masked where the letter's is."""
    names = ("no", "purpose", "recipient", "sha256", "size", "made_at", "made_by")
    shown = {name: getattr(copy, name) for name in names}
    return shown if may_read(letter, person) else shown | {"recipient": rules.HIDDEN_NAME}


def _entry(entries: list[RegisterEntry]) -> dict[str, Any] | None:
    if not entries:
        return None
    return {"serial": entries[-1].serial, "year": entries[-1].year, "position": entries[-1].position}


def row(office: Office, letter: Letter, person: Actor) -> dict[str, Any]:
    """A line of the list page."""
    state = State(letter.state)
    following = next_part(letter)
    return {
        "number": letter.number or office.letter_kinds.get(letter.kind, "Surat"),
        "note": f"Pengaduan {letter.case_no}",
        "subject": letter.subject,
        "recipient": recipient(letter, person),
        "status": STATE_LABELS[state],
        "tone": TONES.get(state, "warn"),
        "next": f"{following[1]} {part_label(letter, following[0])}" if following else "—",
        "action": "Kerjakan" if following else "Buka",
        "url": f"/registry/letters/{letter.id}",
    }


def part_label(letter: Letter, verb: str) -> str:
    """The part of step 16 in words, by how this letter is numbered and signed."""
    if verb == "assign_number" and letter.reserved_number:
        return "Sahkan nomor"
    if verb == "stamp" and letter.signing == "wet":
        return "Tulis nomor, bubuhkan stempel"
    if verb == "stamp" and letter.signing == "bsre" and letter.reserved_number:
        return "Periksa tanda tangan"
    return PART_LABELS[verb]


def next_part(letter: Letter) -> tuple[str, str] | None:
    """The next part of step 16: (verb, part), or None where there is none."""
    return next(((verb, step) for verb, source, _, step in PARTS if source == letter.state), None)


def checklist(letter: Letter, story: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The five parts as a stepper, with who did each and when."""
    done = {line["verb"]: line for line in story}
    present = next_part(letter)
    shown = []
    for verb, _, _, step in PARTS:
        line = done.get(verb)
        state = "done" if line else "current" if present and present[0] == verb else "todo"
        if letter.state == State.VOIDED and not line:
            state = "skipped"
        at, who = (line["at"], line["actor_name"]) if line else (None, None)
        shown.append({"label": f"{step} {part_label(letter, verb)}", "state": state, "at": at, "who": who})
    return shown


def events(story: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The time line, the newest first."""
    shown = []
    for line in story:
        tone, icon = _EVENTS.get(line["verb"], ("info", "check"))
        what = {"what": line["note"], "at": line["at"], "who": line["actor_name"]}
        shown.append({**what, "note": line["details"].get("detail", ""), "tone": tone, "icon": icon})
    return shown[::-1]
