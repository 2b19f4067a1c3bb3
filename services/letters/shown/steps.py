"""How far a letter is."""

from __future__ import annotations

from typing import Any

from services.letters.states import State
from services.letters.tables import Letter

ASKED = {"7": "Usulan Kasi", "8b": "Undangan", "10": "Permintaan tim"}  # by step, where it was not the Camat


def steps(letter: Letter, *, by_camat: bool = True) -> list[dict[str, Any]]:
    """The stepper: from who asked for it (12; 7 and 10: who proposed it) to the registry (16)."""
    rows = _stages(letter, by_camat=by_camat)
    ended = letter.state == State.CANCELLED
    present = {State.DRAFTING: 1, State.NUMBERING: 3, State.SIGNING: 3, State.SIGNED: 4}.get(State(letter.state), 2)
    for index, stage in enumerate(rows):
        reached = bool(stage.get("at")) if ended else index < present
        stage["state"] = "done" if reached else "skipped" if ended else "current" if index == present else "todo"
    return rows


def _stages(letter: Letter, *, by_camat: bool) -> list[dict[str, Any]]:
    """What the stages are called, and when they were reached."""
    submitted = letter.drafts[-1] if letter.drafts else None
    drafted = "Konsep" if letter.step in ASKED else "Konsep oleh tim"
    return [
        {"label": ASKED.get(letter.step, "Penugasan Camat"), "at": letter.requested_at},
        {"label": drafted, "at": submitted.submitted_at if submitted else None},
        {"label": "Paraf" if letter.state == State.INITIALS else "Pemeriksaan Camat" if by_camat else "Pemeriksaan"},
        {"label": "Tanda tangan", "at": letter.signed_at},
        {"label": "Register, nomor, stempel"},
    ]
