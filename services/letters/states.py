"""States of a letter, the moves between them (procedure steps 14 and 15), and who may what that moves nothing."""

from __future__ import annotations

import enum

from services.shared.rights.conflicts import NEXT_IN_LINE
from services.shared.rights.moves import Move, Moves
from services.shared.rights.people import Role
from services.shared.rights.rights import MovesOf, Reach, Right, Rights


class State(enum.StrEnum):
    """Where a letter is. It is born in ``letter_drafting`` when review asks for it (7, 10, 12b, 12c, 12d)."""

    DRAFTING = "letter_drafting"  # 14
    INITIALS = "letter_initials"  # 14, where the office has a chain of initials (paraf)
    REVIEW = "letter_review"  # 15
    NUMBERING = "letter_numbering"  # 15, where numbers are reserved: approved, its number is on the way
    SIGNING = "letter_signing"  # 15, sent to a remote signer; whoever stays here is in an unknown state
    SIGNED = "letter_signed"  # 15, then the registry's (16)
    CANCELLED = "letter_cancelled"


STATE_LABELS = {
    State.DRAFTING: "Disusun tim",
    State.INITIALS: "Menunggu paraf",
    State.REVIEW: "Diperiksa Camat",
    State.NUMBERING: "Menunggu nomor",
    State.SIGNING: "Menunggu jawaban BSrE",
    State.SIGNED: "Ditandatangani",
    State.CANCELLED: "Dibatalkan",
}

_TEAM, _CAMAT, _SYSTEM = frozenset({Role.TEAM}), frozenset({Role.CAMAT}), frozenset({Role.SYSTEM})
_INITIALS = frozenset({Role.SECTION_HEAD})  # and named in office.toml: the Sekcam, the Kasi
_HEADS, _ADMIN, _OVERSEERS = _CAMAT | _INITIALS, frozenset({Role.ADMIN}), frozenset({Role.AUDITOR, Role.ADMIN})

# Cancelling a signed letter is legal too: the case may be withdrawn while the registry is at step 16. The signed file
# stays, the letter is void, and the registry is told so (a number it already has stays in the book as BATAL).
MOVES = Moves(
    [
        Move(State.DRAFTING, "save_draft", State.DRAFTING, _TEAM, "14"),
        Move(State.DRAFTING, "submit_draft", State.REVIEW, _TEAM | _SYSTEM, "14"),
        Move(State.DRAFTING, "submit_for_initials", State.INITIALS, _TEAM | _SYSTEM, "14"),
        Move(State.INITIALS, "initial", State.INITIALS, _INITIALS, "14"),
        Move(State.INITIALS, "last_initial", State.REVIEW, _INITIALS, "14"),
        Move(State.INITIALS, "pass_initials", State.REVIEW, _SYSTEM, "14"),
        Move(State.INITIALS, "return_draft", State.DRAFTING, _INITIALS, "14"),
        Move(State.REVIEW, "request_correction", State.DRAFTING, _CAMAT, "15"),
        Move(State.REVIEW, "approve", State.NUMBERING, _CAMAT, "15"),
        Move(State.REVIEW, "set_signatory", State.REVIEW, _CAMAT, "15"),
        Move(State.NUMBERING, "number_reserved", State.REVIEW, _SYSTEM, "15"),
        Move(State.REVIEW, "sign", State.SIGNED, _CAMAT, "15"),
        Move(State.REVIEW, "sign_on_paper", State.SIGNED, _CAMAT | _TEAM, "15"),
        Move(State.REVIEW, "send_for_signature", State.SIGNING, _CAMAT, "15"),
        Move(State.SIGNING, "take_signed", State.SIGNED, _CAMAT, "15"),
        Move(State.SIGNING, "not_signed", State.REVIEW, _CAMAT, "15"),
        Move(State.DRAFTING, "cancel", State.CANCELLED, _SYSTEM, "14"),
        Move(State.INITIALS, "cancel", State.CANCELLED, _SYSTEM, "14"),
        Move(State.REVIEW, "cancel", State.CANCELLED, _SYSTEM, "15"),
        Move(State.NUMBERING, "cancel", State.CANCELLED, _SYSTEM, "15"),
        Move(State.SIGNING, "cancel", State.CANCELLED, _SYSTEM, "15"),
        Move(State.SIGNED, "cancel", State.CANCELLED, _SYSTEM, "16"),
    ],
    STATE_LABELS,
)

RIGHTS = Rights(
    rows=(
        Right("see", _HEADS | _OVERSEERS),
        Right("see", _TEAM, Reach.ASSIGNED),
        # A letter *to* a confidential applicant is for its writers, for those who initial it, and for its signer.
        Right("read", _HEADS),
        Right("read", _OVERSEERS, confidential=False),
        Right("read", _TEAM, Reach.ASSIGNED),
        Right("attach", _TEAM, Reach.ASSIGNED),
        Right("detach", _TEAM, Reach.ASSIGNED),
        Right("see_templates", _OVERSEERS),
        Right("save_template", _ADMIN),
    ),
    moves=(MovesOf("Surat", MOVES, STATE_LABELS),),
    assigned=_TEAM,
    # The section head acts for a barred Camat, and signs or corrects what the office lets (rules.signatory.roles_of).
    stand_ins={Role.CAMAT: NEXT_IN_LINE[Role.CAMAT], Role.TEAM: Role.SECTION_HEAD},
)
