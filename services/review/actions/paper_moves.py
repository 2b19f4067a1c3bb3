"""Beside the steps: the paper of a running case changes hands."""

from __future__ import annotations

from typing import Any

from services.handoffs import paper_moves
from services.review.actions.moving import step
from services.review.queries.cases import known_case
from services.review.tables import Case
from services.shared.unit_of_work import Work


@step
def move_paper(work: Work, case: Case, *, holder: str, who: str, place: str) -> None:
    """Note who has the paper from now on; the desk knows it. The same said again is no line."""
    if not paper_moves.is_there(case, holder, who, place):
        work.audit("move_paper", case.case_no, paper_moves.move(work, case, holder, who, place))
        paper_moves.tell(work, case.case_no, case)


def take_move(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """The desk noted a move. Raises Missing."""
    case = known_case(work.session, case_no)
    paper_moves.take(case, body)
