"""States of a case in review, the moves between them, and who may what (procedure steps 6 to 8 and 10 to 13)."""

from __future__ import annotations

import enum

from services.handoffs.endings import LABELS, Ending
from services.handoffs.outcomes import Outcome
from services.shared.rights.conflicts import NEXT_IN_LINE
from services.shared.rights.moves import Move, Moves
from services.shared.rights.people import Role
from services.shared.rights.rights import MovesOf, Reach, Right, Rights


class State(enum.StrEnum):
    """Where a case is; the six last ones are its ends."""

    SECTION_HEAD_REVIEW = "section_head_review"  # 6-7
    RETURNED_TO_DESK = "returned_to_desk"  # 6, the 'no' side
    REFUSAL_LETTER = "refusal_letter"  # 7, the 'no' side: proposed; ends when its letter is handed over
    CAMAT_REVIEW = "camat_review"  # 8
    CAMAT_MEETING = "camat_meeting"  # 8b
    TEAM_ASSIGNED = "team_assigned"  # 10-11
    CAMAT_DECISION = "camat_decision"  # 12
    ORAL_FOLLOWUP = "oral_followup"  # 12a-13
    LETTER_REQUESTED = "letter_requested"  # 12b, 14-17
    TRANSFER_FOLLOWUP = "transfer_followup"  # 12c-13
    LAW_FOLLOWUP = "law_followup"  # 12d-13
    CLOSED_RESOLVED_DIRECT = "closed_resolved_direct"  # 8a
    CLOSED_RESOLVED = "closed_resolved"  # 13 after 12a, 17 after 12b
    CLOSED_TRANSFERRED = "closed_transferred"  # 13 after 12c
    CLOSED_REPORTED_TO_LAW = "closed_reported_to_law"  # 13 after 12d
    CLOSED_DECLINED = "closed_declined"  # 7, the 'no' side
    CLOSED_WITHDRAWN = "closed_withdrawn"


STATE_LABELS = {
    State.SECTION_HEAD_REVIEW: "Diverifikasi Kasi",
    State.RETURNED_TO_DESK: "Menunggu kelengkapan",
    State.REFUSAL_LETTER: "Surat penolakan disiapkan",
    State.CAMAT_REVIEW: "Menunggu arahan Camat",
    State.CAMAT_MEETING: "Tatap muka dijadwalkan",
    State.TEAM_ASSIGNED: "Ditangani Tim Pengaduan",
    State.CAMAT_DECISION: "Menunggu keputusan Camat",
    State.ORAL_FOLLOWUP: "Tanggapan lisan disampaikan Tim",
    State.LETTER_REQUESTED: "Surat disiapkan",
    State.TRANSFER_FOLLOWUP: "Pelimpahan dilaksanakan Tim",
    State.LAW_FOLLOWUP: "Pelaporan dilaksanakan Tim",
    **{State(f"closed_{outcome}"): LABELS[Ending(outcome)] for outcome in Outcome},
}

CLOSED = frozenset(state for state in State if state.startswith("closed_"))
OPEN = tuple(state for state in State if state not in CLOSED)
FOLLOW_UPS = (State.ORAL_FOLLOWUP, State.TRANSFER_FOLLOWUP, State.LAW_FOLLOWUP)

_HEAD, _CAMAT, _TEAM = frozenset({Role.SECTION_HEAD}), frozenset({Role.CAMAT}), frozenset({Role.TEAM})
_LEADERS = _HEAD | _CAMAT
_ADMIN, _AUDITOR = frozenset({Role.ADMIN}), frozenset({Role.AUDITOR})
_SYSTEM = frozenset({Role.SYSTEM})
AT_MEDIATION = ("note_participant", "add_promise", "drop_promise")  # while it is planned or under way

MOVES = Moves(
    [
        Move(State.SECTION_HEAD_REVIEW, "report_to_camat", State.CAMAT_REVIEW, _HEAD, "7"),
        Move(State.SECTION_HEAD_REVIEW, "ask_clarification", State.RETURNED_TO_DESK, _HEAD, "6"),
        Move(State.SECTION_HEAD_REVIEW, "decline", State.REFUSAL_LETTER, _HEAD, "7"),
        Move(State.REFUSAL_LETTER, "withdraw_refusal", State.SECTION_HEAD_REVIEW, _LEADERS, "7"),
        Move(State.REFUSAL_LETTER, "complete_letter", State.CLOSED_DECLINED, _SYSTEM, "17"),
        Move(State.REFUSAL_LETTER, "letter_uncollected", State.CLOSED_DECLINED, _SYSTEM, "17"),
        Move(State.RETURNED_TO_DESK, "receive_completed", State.SECTION_HEAD_REVIEW, _SYSTEM, "6"),
        Move(State.CAMAT_REVIEW, "consult", State.CAMAT_REVIEW, _LEADERS, "7"),
        Move(State.CAMAT_REVIEW, "send_back", State.SECTION_HEAD_REVIEW, _CAMAT, "7"),
        Move(State.CAMAT_REVIEW, "refuse", State.REFUSAL_LETTER, _CAMAT, "7"),
        Move(State.CAMAT_REVIEW, "resolve_directly", State.CLOSED_RESOLVED_DIRECT, _CAMAT, "8a"),
        Move(State.CAMAT_REVIEW, "call_face_to_face", State.CAMAT_MEETING, _CAMAT, "8b"),
        Move(State.CAMAT_REVIEW, "dispose_to_team", State.TEAM_ASSIGNED, _CAMAT, "8c"),
        Move(State.TEAM_ASSIGNED, "change_disposition", State.TEAM_ASSIGNED, _CAMAT, "8c"),
        Move(State.CAMAT_REVIEW, "talk_now", State.CAMAT_REVIEW, _CAMAT, "8b"),
        Move(State.CAMAT_MEETING, "record_meeting", State.CAMAT_REVIEW, _CAMAT, "8b"),
        Move(State.CAMAT_MEETING, "move_meeting", State.CAMAT_MEETING, _CAMAT, "8b"),
        Move(State.CAMAT_MEETING, "cancel_meeting", State.CAMAT_REVIEW, _CAMAT, "8b"),
        Move(State.CAMAT_REVIEW, "call_mediation", State.CAMAT_MEETING, _CAMAT, "8b"),
        Move(State.CAMAT_MEETING, "record_mediation", State.CAMAT_REVIEW, _CAMAT, "8b"),
        *(Move(State.CAMAT_MEETING, verb, State.CAMAT_MEETING, _CAMAT, "8b") for verb in AT_MEDIATION),
        *(
            Move(State.TEAM_ASSIGNED, verb, State.TEAM_ASSIGNED, _TEAM, "10")
            for verb in ("call_mediation", "record_mediation", "move_meeting", "cancel_meeting", *AT_MEDIATION)
        ),
        Move(State.TEAM_ASSIGNED, "coordinate", State.TEAM_ASSIGNED, _TEAM, "10"),
        Move(State.TEAM_ASSIGNED, "close_coordination", State.TEAM_ASSIGNED, _TEAM, "10"),
        Move(State.TEAM_ASSIGNED, "assign_task", State.TEAM_ASSIGNED, _TEAM, "10"),
        Move(State.TEAM_ASSIGNED, "finish_task", State.TEAM_ASSIGNED, _TEAM, "10"),
        Move(State.TEAM_ASSIGNED, "note_visit", State.TEAM_ASSIGNED, _TEAM, "10"),
        Move(State.TEAM_ASSIGNED, "return_to_camat", State.CAMAT_REVIEW, _TEAM, "10"),
        Move(State.TEAM_ASSIGNED, "submit_report", State.CAMAT_DECISION, _TEAM, "11"),
        Move(State.CAMAT_DECISION, "decide_oral_answer", State.ORAL_FOLLOWUP, _CAMAT, "12a"),
        Move(State.CAMAT_DECISION, "answer_in_person", State.CLOSED_RESOLVED, _CAMAT, "12a"),
        Move(State.CAMAT_DECISION, "decide_written_letter", State.LETTER_REQUESTED, _CAMAT, "12b"),
        Move(State.CAMAT_DECISION, "decide_delegation", State.TRANSFER_FOLLOWUP, _CAMAT, "12c"),
        Move(State.CAMAT_DECISION, "decide_report_law", State.LAW_FOLLOWUP, _CAMAT, "12d"),
        Move(State.CAMAT_DECISION, "return_report", State.TEAM_ASSIGNED, _CAMAT, "12"),
        Move(State.ORAL_FOLLOWUP, "convey_and_close", State.CLOSED_RESOLVED, _TEAM, "13"),
        Move(State.TRANSFER_FOLLOWUP, "convey_and_close", State.CLOSED_TRANSFERRED, _TEAM, "13"),
        Move(State.LAW_FOLLOWUP, "convey_and_close", State.CLOSED_REPORTED_TO_LAW, _TEAM, "13"),
        Move(State.LETTER_REQUESTED, "complete_letter", State.CLOSED_RESOLVED, _SYSTEM, "17"),
        Move(State.LETTER_REQUESTED, "letter_uncollected", State.CLOSED_RESOLVED, _SYSTEM, "17"),
        *(
            Move(state, "withdraw_decision", State.CAMAT_DECISION, _CAMAT, "12")
            for state in (*FOLLOW_UPS, State.LETTER_REQUESTED)
        ),
        *(Move(state, "withdraw", State.CLOSED_WITHDRAWN, _SYSTEM, "-") for state in OPEN),
        *(Move(state, "mark_conflict", state, _LEADERS, "6") for state in OPEN),
        *(Move(state, "link_case", state, _LEADERS, "6") for state in OPEN),
        *(Move(state, "move_paper", state, _LEADERS | _TEAM, "-") for state in OPEN),
    ],
    STATE_LABELS,
)

# Which states wait for which role, for "my work". The team's are further narrowed to the cases disposed to a member.
WAITS_FOR = {
    Role.SECTION_HEAD: (State.SECTION_HEAD_REVIEW,),
    Role.CAMAT: (State.CAMAT_REVIEW, State.CAMAT_MEETING, State.CAMAT_DECISION),
    Role.TEAM: (State.TEAM_ASSIGNED, *FOLLOW_UPS),
}

RIGHTS = Rights(
    rows=(
        Right("see", _LEADERS | _AUDITOR | _ADMIN),
        Right("see", _TEAM, Reach.ASSIGNED),
        Right("know_applicant", _LEADERS),
        Right("know_applicant", _AUDITOR | _ADMIN, confidential=False),
        Right("know_applicant", _TEAM, Reach.ASSIGNED, confidential=False),
        Right("attach", _LEADERS),
        Right("attach", _TEAM, Reach.ASSIGNED),
        Right("note_partner_answer", _TEAM, Reach.ASSIGNED),
        Right("note_report_number", _TEAM, Reach.ASSIGNED),
        Right("hand_over_evidence", _LEADERS),
        Right("hand_over_evidence", _TEAM, Reach.ASSIGNED),
        Right("undo", _LEADERS),  # one's own last step
        Right("undo", _TEAM, Reach.ASSIGNED),
        Right("settle_promise", _LEADERS),
        Right("settle_promise", _TEAM, Reach.ASSIGNED),
        Right("see_statistics", _LEADERS | _AUDITOR),
        Right("confirm_conflict", _ADMIN | _AUDITOR),
        Right("hand_on_work", _HEAD | _ADMIN),
    ),
    moves=(MovesOf("Pengaduan", MOVES, STATE_LABELS),),
    assigned=_TEAM,
    stand_ins=NEXT_IN_LINE,
)
READERS = RIGHTS.roles("see")
