"""The gate between the broker and Celery: nothing from a queue reaches a worker but what our own senders put there.

An account of the broker may write anything into the queues that it reaches. So a message is looked at before Celery
sees it, by the queue that it really came from, and is refused unless it is a task of this worker (``taken_from``),
signed by a sender that may send it (``sent_by``), that says nothing but its own (``holds``), and brings no other work
with it. What passes is written anew: nothing that a sender says about delivery, retries, limits or follow-ups is left.

What is refused is off the queue already, and is counted; no task runs and nothing is answered. A handoff that was
refused for a key that is no longer known comes again from its outbox.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from celery import Celery

from services.shared.calendar import clock
from services.shared.jobs import wire
from services.shared.jobs.proofs import HEADER, Known, Said
from services.shared.jobs.refusals import Reason, Refusals, RefusedTask
from services.shared.observability.version import VERSION

LAST_TO_ACCEPT = (0, 2)  # the last release that takes unsigned tasks of older processes, where the settings say so
AHEAD = 300.0  # seconds that the clock of a sender's machine may be before ours


class Gate:
    """Of one worker's Celery app."""

    def __init__(self, app: Celery, known: Known, *, accepts_unsigned: bool) -> None:
        self._app, self._known = app, known
        self._accepts_unsigned = accepts_unsigned and release(VERSION) <= LAST_TO_ACCEPT
        self._played: dict[bytes, float] = {}  # signatures of tasks that are good for seconds → until when
        self.refusals = Refusals()

    def admitted(self, queue: str, raw: bytes) -> bytes | None:
        """The message as Celery may have it; None for one that is refused or came too late."""
        try:
            return self._admitted(queue, raw)
        except RefusedTask as refused:
            self.refusals.note(queue, refused)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
            self.refusals.note(queue, RefusedTask(Reason.MALFORMED))
        return None

    def _admitted(self, queue: str, raw: bytes) -> bytes | None:
        message = json.loads(raw)
        headers = message["headers"]
        task = self._task(headers["task"], queue)
        args = wire.own_work_only(message)
        sender, at = self._sender(task, queue, args, headers)
        if sender not in task.sent_by and sender is not None:
            raise RefusedTask(Reason.FOREIGN_SENDER, sender)
        if not task.holds(sender, args):
            raise RefusedTask(Reason.FOREIGN_CONTENT, sender)
        if not self._in_time(task, at, headers, sender):
            return None
        return wire.written_anew(task.name, queue, args, headers)

    def _task(self, name: str, queue: str) -> Any:
        """The task of ours with this name, when it may come by this queue."""
        task = self._app.tasks.get(str(name))
        rule = getattr(task, "taken_from", None)
        if rule is None:
            raise RefusedTask(Reason.UNKNOWN_TASK)
        if rule != queue:
            raise RefusedTask(Reason.FOREIGN_QUEUE)
        return task

    def _sender(self, task: Any, queue: str, args: list[Any], headers: dict[str, Any]) -> tuple[str | None, float]:
        """Who signed it, and when; nobody where unsigned tasks are still accepted."""
        proof = headers.get(HEADER)
        if proof is None:
            if not self._accepts_unsigned:
                raise RefusedTask(Reason.UNSIGNED)
            self.refusals.note(queue, RefusedTask(Reason.UNSIGNED_ACCEPTED))
            return None, 0.0
        if proof.keys() != {"sender", "at", "signature"}:
            raise RefusedTask(Reason.MALFORMED)
        sender, at = str(proof["sender"]), float(proof["at"])
        said = Said(task.name, queue, args, wire.carried(headers), sender, proof["at"])
        if not self._known.vouch(said, wire.signature(headers)):
            raise RefusedTask(Reason.WRONG_SIGNATURE, sender if sender in self._known.listed else None)
        return sender, at

    def _in_time(self, task: Any, at: float, headers: dict[str, Any], sender: str | None) -> bool:
        """A task that is good for seconds only is taken once, within them: a recorded one does nothing later."""
        now = clock.now().timestamp()
        if task.good_for is None:
            return True
        if sender is None:
            ends = headers.get("expires")
            return ends is None or datetime.fromisoformat(ends).timestamp() > now
        if at > now + AHEAD:
            raise RefusedTask(Reason.CLOCK, sender)
        signature, self._played = wire.signature(headers), {s: t for s, t in self._played.items() if t > now}
        if now > at + task.good_for or signature in self._played:
            return False  # and not counted: ticks are late after each pause, and come again with a new connection
        self._played[signature] = at + task.good_for
        return True


def release(version: str) -> tuple[int, ...]:
    """``0.2.1`` → (0, 2)."""
    return tuple(int(part) for part in version.split(".")[:2])
