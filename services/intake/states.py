"""States of a complaint at the front desk, the moves between them (procedure steps 1 to 5, 17 and 18), and who may
what: the moves, and what moves nothing. The words of both stand in ``verbs``."""

from __future__ import annotations

import enum

from services.handoffs.endings import LABELS, Ending, words_of
from services.handoffs.outcomes import Outcome
from services.shared.rights.moves import Move, Moves
from services.shared.rights.people import Role
from services.shared.rights.rights import MovesOf, Right, Rights


class State(enum.StrEnum):
    """Where a complaint is, as the front desk sees it; the seven last ones are its ends."""

    DRAFT_INTAKE = "draft_intake"  # 1-3
    INTAKE_CHECK = "intake_check"  # 4
    AWAITING_COMPLETION = "awaiting_completion"  # 4, or 6: the 'no' side
    FORWARDED = "forwarded"  # 5, then whatever ``stage`` says
    WITHDRAWAL_REQUESTED = "withdrawal_requested"
    READY_FOR_HANDOVER = "ready_for_handover"  # 16 is done
    DELIVERED = "delivered"  # 17
    CLOSED_RESOLVED_DIRECT = "closed_resolved_direct"  # 8a
    CLOSED_RESOLVED = "closed_resolved"  # 12a, or 18
    CLOSED_TRANSFERRED = "closed_transferred"  # 12c
    CLOSED_REPORTED_TO_LAW = "closed_reported_to_law"  # 12d
    CLOSED_DECLINED = "closed_declined"  # 7, the 'no' side
    CLOSED_WITHDRAWN = "closed_withdrawn"
    CLOSED_MISTAKEN = "closed_mistaken"  # opened by mistake: nobody was handed or told anything


STATE_LABELS = {
    State.DRAFT_INTAKE: "Formulir belum selesai",
    State.INTAKE_CHECK: "Perlu diperiksa",
    State.AWAITING_COMPLETION: "Menunggu kelengkapan",
    State.FORWARDED: "Diteruskan ke Kasi",
    State.WITHDRAWAL_REQUESTED: "Pencabutan diproses",
    State.READY_FOR_HANDOVER: "Surat siap diserahkan",
    State.DELIVERED: "Surat diserahkan",
    State.CLOSED_MISTAKEN: "Salah buka",
}

CLOSED_BY: dict[Outcome, State] = {outcome: State(f"closed_{outcome}") for outcome in Outcome}
STATE_LABELS |= {state: LABELS[Ending(outcome)] for outcome, state in CLOSED_BY.items()}
CLOSED = frozenset({*CLOSED_BY.values(), State.CLOSED_MISTAKEN})
OPEN = tuple(state for state in State if state not in CLOSED)
AT_DESK = (State.DRAFT_INTAKE, State.INTAKE_CHECK, State.AWAITING_COMPLETION)
WITH_REVIEW = (
    State.INTAKE_CHECK,  # after a return
    State.AWAITING_COMPLETION,
    State.FORWARDED,
    State.READY_FOR_HANDOVER,
    State.DELIVERED,
)
WITHDRAWABLE = tuple(state for state in OPEN if state != State.WITHDRAWAL_REQUESTED)


def label_of(state: str, outcome: str | None, branch: str) -> str:
    """Where a complaint is, in words; an ended one by its very ending."""
    return words_of(outcome, branch).label if outcome else STATE_LABELS[State(state)]


_CLERK, _SYSTEM = frozenset({Role.CLERK}), frozenset({Role.SYSTEM})
_HANDLE_PAPER = frozenset({Role.CLERK, Role.SECTION_HEAD, Role.CAMAT, Role.REGISTRAR})

MOVES = Moves(
    [
        Move(State.DRAFT_INTAKE, "save_draft", State.DRAFT_INTAKE, _CLERK, "3"),
        Move(State.DRAFT_INTAKE, "submit_form", State.INTAKE_CHECK, _CLERK, "3"),
        Move(State.INTAKE_CHECK, "submit_form", State.INTAKE_CHECK, _CLERK, "4"),  # the form is corrected
        Move(State.INTAKE_CHECK, "forward", State.FORWARDED, _CLERK, "5"),
        Move(State.INTAKE_CHECK, "return_incomplete", State.AWAITING_COMPLETION, _CLERK, "4"),
        Move(State.AWAITING_COMPLETION, "complete_documents", State.INTAKE_CHECK, _CLERK, "4"),
        Move(State.AWAITING_COMPLETION, "expire", State.CLOSED_WITHDRAWN, _SYSTEM, "4"),
        Move(State.FORWARDED, "take_back", State.AWAITING_COMPLETION, _SYSTEM, "6"),
        Move(State.FORWARDED, "letter_ready", State.READY_FOR_HANDOVER, _SYSTEM, "16"),
        Move(State.READY_FOR_HANDOVER, "recall_letter", State.FORWARDED, _SYSTEM, "12"),
        Move(State.READY_FOR_HANDOVER, "hand_over", State.DELIVERED, _CLERK, "17"),
        Move(State.DELIVERED, "confirm_receipt", State.CLOSED_RESOLVED, _CLERK, "18"),
        *(
            Move(state, "cancel_opening", State.CLOSED_MISTAKEN, _CLERK, "1")
            for state in (State.DRAFT_INTAKE, State.INTAKE_CHECK)
        ),
        # A withdrawal moves nothing until its time for objections has passed; the case stands where it stood.
        *(Move(state, "withdraw", state, _CLERK, "-") for state in WITHDRAWABLE),
        *(Move(state, "withdrawn", State.CLOSED_WITHDRAWN, _SYSTEM, "-") for state in AT_DESK),
        # It counts the version, so that a stale page is told; the complaint stands where it stood.
        *(Move(state, "mark_urgent", state, _CLERK, "-") for state in WITHDRAWABLE),
        *(Move(state, "note_lapor", state, _CLERK, "-") for state in WITHDRAWABLE),
        *(Move(state, "move_paper", state, _HANDLE_PAPER, "-") for state in OPEN),
        # The section head has the case already: then review ends it, and tells us.
        *(Move(state, "request_withdrawal", State.WITHDRAWAL_REQUESTED, _SYSTEM, "-") for state in WITH_REVIEW),
        # Review's word on the end is the last one, also after the applicant confirmed the receipt of the letter.
        *(
            Move(state, f"end_{outcome}", target, _SYSTEM, "13")
            for state in (*WITH_REVIEW, State.WITHDRAWAL_REQUESTED, State.CLOSED_RESOLVED)
            for outcome, target in CLOSED_BY.items()
        ),
    ],
    STATE_LABELS,
)

_KNOWS = frozenset({Role.CLERK, Role.SECTION_HEAD, Role.CAMAT})
_READERS = _KNOWS | {Role.REGISTRAR, Role.AUDITOR}
_HEADS = frozenset({Role.SECTION_HEAD, Role.CAMAT})
_OPENERS = frozenset({Role.CAMAT, Role.AUDITOR, Role.ADMIN})  # as for what gives power (docs/decisions/0029)

RIGHTS = Rights(
    rows=(
        Right("open", _CLERK),
        Right("record_visit", _CLERK),
        Right("see_first_day", _OPENERS),
        *(Right(f"import_{what}", frozenset({Role.ADMIN})) for what in ("paper", "register", "agenda")),
        *(Right(verb, frozenset({Role.ADMIN})) for verb in ("drop_paper", "ask_open", "ask_clear")),
        *(Right(verb, _OPENERS) for verb in ("confirm_open", "confirm_clear")),
        Right("see", _READERS),
        Right("know_applicant", _KNOWS),
        Right("know_applicant", _READERS - _KNOWS, confidential=False),
        Right("search", _READERS),
        Right("search_nik", _KNOWS),
        Right("export", _READERS),
        Right("see_nik", _KNOWS),
        Right("see_book", _KNOWS | {Role.AUDITOR, Role.ADMIN}),
        Right("add_file", _CLERK),
        Right("use_data", _CLERK),
        Right("start_anew", _CLERK),
        Right("judge_likeness", _CLERK),
        Right("search_person", _KNOWS | {Role.ADMIN, Role.AUDITOR}),
        Right("access_log", frozenset({Role.ADMIN, Role.AUDITOR})),
        Right("copy_of_data", _KNOWS),
        Right("correct_applicant", _CLERK),
        Right("tell_applicant", _CLERK),
        Right("send_again", _CLERK),
        Right("change_channel", _CLERK),
        Right("new_code", _CLERK),
        Right("give_invitation", _CLERK),
        Right("withdraw_by_code", frozenset(), public=True),
        Right("object_to_withdrawal", frozenset(), public=True),
        Right("stop_withdrawal", _CLERK | _HEADS),
        Right("confirm_withdrawal", _HEADS),
        Right("collect_late", _CLERK),
        Right("offer_survey", _CLERK),
        Right("survey_here", frozenset(Role) - {Role.SYSTEM}),
        Right("answer_survey", frozenset(), public=True),
        Right("enter_paper_survey", _CLERK | {Role.REGISTRAR, Role.ADMIN}),
        Right("see_survey_sheets", frozenset({Role.AUDITOR})),
        Right("see_survey", _HEADS | {Role.ADMIN, Role.AUDITOR}),
        Right("publish_survey", _HEADS),
    ),
    moves=(MovesOf("Pengaduan", MOVES, STATE_LABELS),),
)
