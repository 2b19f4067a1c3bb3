"""What all verbs share: taking the case, moving it, and telling the front desk of the new stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec

from services.handoffs.outbox import post
from services.handoffs.outcomes import Stage
from services.handoffs.review_to_intake import CASE_PROGRESSED
from services.review.actions import deadlines
from services.review.actions.undoing import remembered
from services.review.notices.news import announce
from services.review.queries.cases import NOT_DISPOSED, is_member, visible_case
from services.review.rules import dates
from services.review.states import CLOSED, MOVES, RIGHTS, State
from services.review.tables import Case, Stay
from services.shared.errors import Missing
from services.shared.rights.conflicts import roles_in
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

Given = ParamSpec("Given")
Action = Callable[Concatenate[Work, Case, Given], None]
Verb = Callable[Concatenate[Work, str, int | None, Given], Case]
STAGES = {
    State.SECTION_HEAD_REVIEW: Stage.VERIFICATION,
    State.REFUSAL_LETTER: Stage.VERIFICATION,  # a proposal; what it comes to is told when the letter is signed
    State.CAMAT_REVIEW: Stage.CAMAT,
    State.CAMAT_MEETING: Stage.MEETING,
    State.TEAM_ASSIGNED: Stage.TEAM,
    State.CAMAT_DECISION: Stage.DECISION,
    State.ORAL_FOLLOWUP: Stage.FOLLOW_UP,
    State.TRANSFER_FOLLOWUP: Stage.FOLLOW_UP,
    State.LAW_FOLLOWUP: Stage.FOLLOW_UP,
    State.LETTER_REQUESTED: Stage.LETTER,
}


def step(action: Action[Given]) -> Verb[Given]:
    """A verb of the staff: the case is taken under its lock and moved by the verb of the function's name.

    Pressed twice, it is done once. Called as ``(work, case_no, version, **fields)``; answers the case.

    Raises:
        Missing: no such case, or it is not disposed to this member of the team.
        Forbidden: conflict of interest, or not this role's verb.
        Stale: stale version, or a verb that the state does not allow.
    """
    verb = action.__name__

    @wraps(action)
    def act(work: Work, case_no: str, version: int | None, *args: Given.args, **given: Given.kwargs) -> Case:
        case = visible_case(work.session, case_no, work.actor, lock=True)
        _check_assignment(work, case, verb)
        before = case.state
        if move(work, case, verb, version):
            with remembered(work, case, verb, before):
                action(work, case, *args, **given)
        return case

    return act


def move(work: Work, case: Case, verb: str, version: int | None = None) -> bool:
    """Move a case that is locked already; keeps its dates and its end in step with its state."""
    before = case.state
    actor = replace(work.actor, roles=roles_in(case.stood_in, work.actor, case.kept_from))
    moved = advance(MOVES, case, verb, actor, work.now, version)
    if moved and case.state != before:
        case.ended_at = work.now if case.state in CLOSED else None
        case.returned_at = None  # what sends it back says so again
        _note_stay(work, case, before)
        deadlines.enter(work, case)
    return moved


def _note_stay(work: Work, case: Case, state: str) -> None:
    """How long the state that the case has left lasted, and whose step ended it; the statistics count these."""
    stay = Stay(
        case_no=case.case_no,
        state=state,
        entered_at=case.entered_at,
        left_at=work.now,
        days=max(work.calendar.between(dates.today(case.entered_at), dates.today(work.now)), 0),
        by=work.actor.username,
        by_name=work.actor.name,
    )
    work.session.add(stay)
    case.entered_at = work.now


def _check_assignment(work: Work, case: Case, verb: str) -> None:
    """The team's verbs are only for the members to whom the case is disposed, whatever other role they hold.

    Whose a verb is, its move from the present state says: the Camat and the team may share one. Who sees only what is
    disposed to them was asked when the case was found.
    """
    here = MOVES.find(State(case.state), verb)
    narrow = (here.roles if here else RIGHTS.roles(verb)) <= RIGHTS.assigned and work.actor.is_any(*RIGHTS.assigned)
    if narrow and RIGHTS.may("see", work.actor) and not is_member(work.session, case.case_no, work.actor.username):
        raise Missing(NOT_DISPOSED)


def tell_stage(work: Work, case: Case, note: str) -> None:
    """Tell the front desk (and so the applicant) that the case has come to another stage; ``note`` holds no names.

    Whoever has the next step hears the bell.
    """
    body = {"stage": STAGES[State(case.state)], "at": work.now, "note": note, "deadline": case.deadline}
    if case.confidential:
        body["confidential"] = True
    post(work, CASE_PROGRESSED, case.case_no, body)
    announce(work, case)
