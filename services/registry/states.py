"""States of a letter in step 16 and of an ended case on its way into the archive, and the moves between them."""

from __future__ import annotations

import enum

from services.shared.rights.moves import Move, Moves
from services.shared.rights.people import Role


class State(enum.StrEnum):
    """Where a signed letter is. It is born in ``received`` when letters hands it over (15 to 16)."""

    RECEIVED = "received"
    REGISTERED = "registered"  # 16a
    NUMBERED = "numbered"  # 16b
    STAMPED = "stamped"  # 16c
    COPIED = "copied"  # 16d
    READY = "ready_for_handover"  # 16e, then the front desk's (17)
    VOIDED = "voided"


STATE_LABELS: dict[str, str] = {
    State.RECEIVED: "Menunggu dicatat",
    State.REGISTERED: "Tercatat di buku register",
    State.NUMBERED: "Bernomor",
    State.STAMPED: "Bernomor dan bersegel",
    State.COPIED: "Salinan dibuat",
    State.READY: "Siap diserahkan",
    State.VOIDED: "Batal",
}

_DESK, _SYSTEM = frozenset({Role.REGISTRAR, Role.CLERK}), frozenset({Role.SYSTEM})

# The five parts of step 16, in the procedure's order: verb, state before, state after, part.
PARTS: tuple[tuple[str, State, State, str], ...] = (
    ("record_register", State.RECEIVED, State.REGISTERED, "16a"),
    ("assign_number", State.REGISTERED, State.NUMBERED, "16b"),
    ("stamp", State.NUMBERED, State.STAMPED, "16c"),
    ("copy", State.STAMPED, State.COPIED, "16d"),
    ("archive_copy", State.COPIED, State.READY, "16e"),
)
AT_ONCE = ("record_register", "assign_number", "stamp")  # may follow the signature by themselves
BY_ITSELF = (*AT_ONCE, "copy", "archive_copy")  # of a letter that goes out while the case goes on, all of step 16
SEALED = (State.STAMPED, State.COPIED, State.READY)  # states of a letter that is numbered, sealed and valid
OPEN = tuple(source for _, source, _, _ in PARTS)  # states in which a letter waits for the registrar

MOVES = Moves(
    [
        *(
            Move(source, verb, target, _DESK | _SYSTEM if verb in BY_ITSELF else _DESK, step)
            for verb, source, target, step in PARTS
        ),
        *(Move(state, "choose_classification", state, _DESK, "16b") for state in (State.RECEIVED, State.REGISTERED)),
        *(Move(state, "void", State.VOIDED, _SYSTEM, "16") for state in State if state != State.VOIDED),
    ],
    STATE_LABELS,
)


class CaseState(enum.StrEnum):
    """Whether the whole case lies in the archive yet. ``awaiting``: parts are missing, or its turn has not come.

    ``destroyed``: its retention has ended and its bytes are gone; only a tombstone is left.
    """

    AWAITING = "awaiting"
    ARCHIVED = "archived"
    DESTROYED = "destroyed"


CASE_STATE_LABELS: dict[str, str] = {
    CaseState.AWAITING: "Menunggu diarsipkan",
    CaseState.ARCHIVED: "Diarsipkan",
    CaseState.DESTROYED: "Dimusnahkan",
}
_REGISTRAR = frozenset({Role.REGISTRAR})

CASE_MOVES = Moves(
    [
        Move(CaseState.AWAITING, "archive", CaseState.ARCHIVED, _SYSTEM, "16e"),
        # Something arrived late (the end of a cancelled letter's time line): the package is made anew.
        Move(CaseState.ARCHIVED, "reopen", CaseState.AWAITING, _SYSTEM, "16e"),
        Move(CaseState.AWAITING, "retry", CaseState.AWAITING, _REGISTRAR, "16e"),
        # A legal hold stops destruction; an appraisal decides the fate of what the schedule leaves open.
        *(Move(state, "hold", state, _REGISTRAR, "16e") for state in (CaseState.AWAITING, CaseState.ARCHIVED)),
        *(Move(state, "release_hold", state, _REGISTRAR, "16e") for state in (CaseState.AWAITING, CaseState.ARCHIVED)),
        Move(CaseState.ARCHIVED, "appraise", CaseState.ARCHIVED, _REGISTRAR, "16e"),
        Move(CaseState.ARCHIVED, "destroy", CaseState.DESTROYED, _SYSTEM, "16e"),
    ],
    CASE_STATE_LABELS,
)


class DestructionState(enum.StrEnum):
    """Where a list of archives to be destroyed is. Only an approved one is carried out, and only by a person's word."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED_ONCE = "approved_once"
    APPROVED = "approved"
    DESTROYING = "destroying"  # the minutes are written; bytes are being removed
    DESTROYED = "destroyed"


DESTRUCTION_LABELS = {
    DestructionState.DRAFT: "Disusun",
    DestructionState.SUBMITTED: "Menunggu dua persetujuan",
    DestructionState.APPROVED_ONCE: "Menunggu satu persetujuan lagi",
    DestructionState.APPROVED: "Disetujui",
    DestructionState.DESTROYING: "Sedang dimusnahkan",
    DestructionState.DESTROYED: "Dimusnahkan",
}
_APPROVERS = frozenset({Role.SECTION_HEAD, Role.CAMAT})
_RETURNABLE = (DestructionState.SUBMITTED, DestructionState.APPROVED_ONCE, DestructionState.APPROVED)

DESTRUCTION_MOVES = Moves(
    [
        Move(DestructionState.DRAFT, "take_off", DestructionState.DRAFT, _REGISTRAR, "16e"),
        Move(DestructionState.DRAFT, "submit", DestructionState.SUBMITTED, _REGISTRAR, "16e"),
        Move(DestructionState.SUBMITTED, "approve", DestructionState.APPROVED_ONCE, _APPROVERS, "16e"),
        Move(DestructionState.APPROVED_ONCE, "approve", DestructionState.APPROVED, _APPROVERS, "16e"),
        *(Move(state, "send_back", DestructionState.DRAFT, _APPROVERS, "16e") for state in _RETURNABLE),
        # Outside the office: the committee that appraised the list, and the written approval of who may give it.
        *(Move(state, "note_appraisal", state, _REGISTRAR, "16e") for state in (DestructionState.DRAFT, *_RETURNABLE)),
        Move(DestructionState.APPROVED, "note_permit", DestructionState.APPROVED, _REGISTRAR, "16e"),
        Move(DestructionState.APPROVED, "destroy", DestructionState.DESTROYING, _REGISTRAR, "16e"),
        Move(DestructionState.DESTROYING, "finish", DestructionState.DESTROYED, _SYSTEM, "16e"),
    ],
    DESTRUCTION_LABELS,
)
