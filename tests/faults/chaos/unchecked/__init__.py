"""Workers whose inbox does not look whether a message was taken already: chaos must report doubles with them."""

from __future__ import annotations

from typing import Any

from services.handoffs.inbox import Inbox


def take_all(self: Inbox, work: Any, arrived: list[Any], held: list[Any], ledger: Any, *, careful: bool) -> list[Any]:
    """Every message has its effect, whatever its number says."""
    answers = []
    for envelope in sorted(arrived, key=lambda e: (e.sender, e.case_no, e.sequence)):
        answers += self._effect(work, envelope, ledger, careful=True)
    ledger.write(work.session, work.now)
    return answers


Inbox._take_all = take_all  # type: ignore[method-assign]
