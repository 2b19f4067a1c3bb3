"""The way of a case through the procedure, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.handoffs.endings import words_of
from services.handoffs.outcomes import Outcome
from services.review.states import STATE_LABELS, State

OUTCOMES = {
    State.CLOSED_RESOLVED_DIRECT: Outcome.RESOLVED_DIRECT,
    State.CLOSED_RESOLVED: Outcome.RESOLVED,
    State.CLOSED_TRANSFERRED: Outcome.TRANSFERRED,
    State.CLOSED_REPORTED_TO_LAW: Outcome.REPORTED_TO_LAW,
    State.CLOSED_DECLINED: Outcome.DECLINED,
    State.CLOSED_WITHDRAWN: Outcome.WITHDRAWN,
}


def add_step(path: Sequence[str], step: str) -> list[str]:
    """The way of the case through the procedure with one step more; coordinations stand together (``10a+10b``)."""
    if step.startswith("10") and path and path[-1].startswith("10"):
        return [*path[:-1], "+".join(sorted({*path[-1].split("+"), step}))]
    return [*path, step]


def branch(path: Iterable[str]) -> str:
    """The way of the case as the register book writes it, such as ``8b>8c>10a+10b>12b``."""
    return ">".join(path) or "-"


def label_of(state: str, path: Iterable[str]) -> str:
    """Where a case is, in words; an ended one by its very ending."""
    outcome = OUTCOMES.get(State(state))
    return words_of(outcome, branch(path)).label if outcome else STATE_LABELS[State(state)]
