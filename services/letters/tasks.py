"""What arrives at letters from other services, and its timed jobs. Each receiver is a few lines around an action."""

from __future__ import annotations

from services.handoffs.inbox import Handler
from services.shared.timed import Job

HANDLERS: dict[str, Handler] = {}
JOBS: tuple[Job, ...] = ()
