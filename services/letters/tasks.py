"""What arrives at letters from other services, and its timed jobs. Each receiver is a few lines around an action."""

from __future__ import annotations

from typing import Any

from services.handoffs.envelope import Envelope
from services.handoffs.inbox import Handler
from services.letters import actions
from services.shared.timed import Job
from services.shared.work import Work


def letter_requested(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 12b, 12c, 12d: the team shall write this letter."""
    actions.receive(work, envelope.case_no, body)


def letter_cancelled(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The case was withdrawn, or the decision taken back."""
    actions.cancel(work, body["letter_id"], body["reason"])


HANDLERS: dict[str, Handler] = {"letter_requested": letter_requested, "letter_cancelled": letter_cancelled}
JOBS: tuple[Job, ...] = ()
