"""Beside the steps: the paper of a running complaint changes hands."""

from __future__ import annotations

from services.handoffs import paper_moves
from services.intake.queries import case_for_update
from services.intake.states import MOVES
from services.intake.tables import Complaint
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def move_paper(work: Work, case_no: str, version: int | None, *, holder: str, who: str, place: str) -> Complaint:
    """Note who has the paper from now on; review knows it where the case is there. The same said again is no line.

    Raises:
        Stale: somebody else changed the complaint since, or it has ended.
    """
    complaint = case_for_update(work.session, case_no)
    moved = advance(MOVES, complaint, "move_paper", work.actor, work.now, version)
    if moved and not paper_moves.is_there(complaint, holder, who, place):
        work.audit("move_paper", case_no, paper_moves.move(work, complaint, holder, who, place))
        if complaint.round:
            paper_moves.tell(work, case_no, complaint)
    return complaint


def take_move(work: Work, case_no: str, body: dict[str, object]) -> None:
    """Review noted a move."""
    paper_moves.take(case_for_update(work.session, case_no), body)
