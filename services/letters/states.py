"""States of a letter and the moves between them (procedure steps 14 and 15)."""

from __future__ import annotations

import enum

from services.shared.moves import Move, Moves
from services.shared.people import Role


class State(enum.StrEnum):
    """Where a letter is. It is born in ``letter_drafting`` when review asks for it (12b, 12c, 12d)."""

    DRAFTING = "letter_drafting"  # 14
    REVIEW = "letter_review"  # 15
    SIGNED = "letter_signed"  # 15, then the registry's (16)
    CANCELLED = "letter_cancelled"


STATE_LABELS = {
    State.DRAFTING: "Disusun tim",
    State.REVIEW: "Diperiksa Camat",
    State.SIGNED: "Ditandatangani",
    State.CANCELLED: "Dibatalkan",
}

_TEAM, _CAMAT, _SYSTEM = frozenset({Role.TEAM}), frozenset({Role.CAMAT}), frozenset({Role.SYSTEM})

# Cancelling a signed letter is legal too: the case may be withdrawn while the registry is at step 16. The signed file
# stays, the letter is void, and the registry is told so (a number it already has stays in the book as BATAL).
MOVES = Moves(
    [
        Move(State.DRAFTING, "save_draft", State.DRAFTING, _TEAM, "14"),
        Move(State.DRAFTING, "submit_draft", State.REVIEW, _TEAM, "14"),
        Move(State.REVIEW, "request_correction", State.DRAFTING, _CAMAT, "15"),
        Move(State.REVIEW, "sign", State.SIGNED, _CAMAT, "15"),
        Move(State.DRAFTING, "cancel", State.CANCELLED, _SYSTEM, "14"),
        Move(State.REVIEW, "cancel", State.CANCELLED, _SYSTEM, "15"),
        Move(State.SIGNED, "cancel", State.CANCELLED, _SYSTEM, "16"),
    ]
)
