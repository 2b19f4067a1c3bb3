"""Every row of the procedure's state table is a row of some service's MOVES; no row is left out."""

from __future__ import annotations

import pytest

from services.intake.states import MOVES as INTAKE
from services.letters.states import MOVES as LETTERS
from services.registry.states import MOVES as REGISTRY
from services.review.states import MOVES as REVIEW
from services.shared.rights.moves import Moves

# From the state table of the procedure (step, service, source, verb, target). Handoffs join the services: where the
# table has one state between two services, the sender's last and the receiver's first state stand for it.
TABLE: list[tuple[str, Moves, str, str, str]] = [
    ("3", INTAKE, "draft_intake", "submit_form", "intake_check"),
    ("4", INTAKE, "intake_check", "return_incomplete", "awaiting_completion"),
    ("4", INTAKE, "awaiting_completion", "complete_documents", "intake_check"),
    ("4", INTAKE, "awaiting_completion", "expire", "closed_withdrawn"),
    ("-", INTAKE, "awaiting_completion", "withdrawn", "closed_withdrawn"),
    ("5", INTAKE, "intake_check", "forward", "forwarded"),
    ("6", INTAKE, "forwarded", "take_back", "awaiting_completion"),
    ("6", REVIEW, "section_head_review", "ask_clarification", "returned_to_desk"),
    ("7", REVIEW, "section_head_review", "decline", "refusal_letter"),
    ("7", REVIEW, "refusal_letter", "withdraw_refusal", "section_head_review"),
    ("17", REVIEW, "refusal_letter", "complete_letter", "closed_declined"),
    ("7", REVIEW, "section_head_review", "report_to_camat", "camat_review"),
    ("8a", REVIEW, "camat_review", "resolve_directly", "closed_resolved_direct"),
    ("8b", REVIEW, "camat_review", "call_face_to_face", "camat_meeting"),
    ("8b", REVIEW, "camat_meeting", "record_meeting", "camat_review"),
    ("8b", REVIEW, "camat_meeting", "move_meeting", "camat_meeting"),
    ("8b", REVIEW, "camat_meeting", "cancel_meeting", "camat_review"),
    ("8b", REVIEW, "camat_review", "talk_now", "camat_review"),
    ("8c", REVIEW, "camat_review", "dispose_to_team", "team_assigned"),
    ("10", REVIEW, "team_assigned", "coordinate", "team_assigned"),
    ("11", REVIEW, "team_assigned", "submit_report", "camat_decision"),
    ("12", REVIEW, "camat_decision", "return_report", "team_assigned"),
    ("12a", REVIEW, "camat_decision", "decide_oral_answer", "oral_followup"),
    ("12b", REVIEW, "camat_decision", "decide_written_letter", "letter_requested"),
    ("12c", REVIEW, "camat_decision", "decide_delegation", "transfer_followup"),
    ("12d", REVIEW, "camat_decision", "decide_report_law", "law_followup"),
    ("13", REVIEW, "oral_followup", "convey_and_close", "closed_resolved"),
    ("13", REVIEW, "transfer_followup", "convey_and_close", "closed_transferred"),
    ("13", REVIEW, "law_followup", "convey_and_close", "closed_reported_to_law"),
    ("14", LETTERS, "letter_drafting", "submit_draft", "letter_review"),
    ("15", LETTERS, "letter_review", "request_correction", "letter_drafting"),
    ("15", LETTERS, "letter_review", "sign", "letter_signed"),
    ("16a", REGISTRY, "received", "record_register", "registered"),
    ("16b", REGISTRY, "registered", "assign_number", "numbered"),
    ("16c", REGISTRY, "numbered", "stamp", "stamped"),
    ("16d", REGISTRY, "stamped", "copy", "copied"),
    ("16e", REGISTRY, "copied", "archive_copy", "ready_for_handover"),
    ("16", INTAKE, "forwarded", "letter_ready", "ready_for_handover"),
    ("17", INTAKE, "ready_for_handover", "hand_over", "delivered"),
    ("18", INTAKE, "delivered", "confirm_receipt", "closed_resolved"),
]


@pytest.mark.parametrize(("step", "moves", "source", "verb", "target"), TABLE, ids=[f"{r[0]}-{r[3]}" for r in TABLE])
def test_the_row_is_a_move(step: str, moves: Moves, source: str, verb: str, target: str) -> None:
    found = [move for move in moves if (move.source, move.verb) == (source, verb)]
    assert [move.target for move in found] == [target]


@pytest.mark.parametrize("moves", [INTAKE, REVIEW, LETTERS, REGISTRY], ids=["intake", "review", "letters", "registry"])
def test_every_state_is_reachable_and_has_a_way_on_or_is_an_end(moves: Moves) -> None:
    sources, targets = {m.source for m in moves}, {m.target for m in moves}
    ends = targets - sources
    assert ends
    assert all(e.startswith("closed") or e in {"letter_cancelled", "voided", "ready_for_handover"} for e in ends), ends
