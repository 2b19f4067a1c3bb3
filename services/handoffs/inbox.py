"""The receiver's side: each message has its effect exactly once, and per case in the order it was sent.

One transaction takes a whole batch, with the same few statements for one message as for fifty. Held messages (a gap
before them, or a version that is not known yet) are kept and not acknowledged; they are tried again whenever something
arrives for their case, and the sender goes on sending them.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError

from services.handoffs.contract import Contracts
from services.handoffs.envelope import Acknowledgement, Envelope
from services.handoffs.ledger import Ledger, held_messages, key_of, lock_positions
from services.shared.errors import Refused, Unavailable
from services.shared.observability import correlation
from services.shared.unit_of_work import Work

log = logging.getLogger(__name__)

Handler = Callable[[Work, Envelope, dict[str, Any]], None]
Answers = list[Acknowledgement]


@dataclass(frozen=True)
class Inbox:
    """Takes messages for one service. ``handlers`` maps a kind to the function that has the effect."""

    contracts: Contracts
    handlers: Mapping[str, Handler]

    def take(self, work: Work, envelopes: list[Envelope], *, careful: bool) -> Answers:
        """Take a batch within ``work``'s transaction; returns the acknowledgements to send after its commit.

        ``careful`` gives each message a savepoint, so that a refused one is answered and the others live. Without it
        the first refusal is raised and ``work`` must be rolled back.

        Raises:
            Unavailable, OperationalError: not the messages' fault; nothing is acknowledged and all come again.
        """
        if not envelopes:
            return []
        keys = {key_of(envelope) for envelope in envelopes}
        ledger = Ledger(lock_positions(work.session, keys))
        return self._take_all(work, envelopes, held_messages(work.session, keys), ledger, careful=careful)

    def _take_all(
        self, work: Work, arrived: list[Envelope], held: list[Envelope], ledger: Ledger, *, careful: bool
    ) -> Answers:
        times = Counter(envelope.id for envelope in arrived)
        unique = {envelope.id: envelope for envelope in (*held, *arrived)}
        answers: Answers = []
        for envelope in sorted(unique.values(), key=lambda e: (e.sender, e.case_no, e.sequence)):
            position = ledger.positions[key_of(envelope)]
            repeats = times[envelope.id]
            if envelope.sequence <= position:
                ledger.seen[envelope.id] += repeats
                answers += [_done(envelope)] * repeats
            elif envelope.sequence > position + 1:
                ledger.held.append((envelope, "gap"))
            else:
                answers += self._effect(work, envelope, ledger, careful=careful) * max(repeats, 1)
        ledger.write(work.session, work.now)
        return answers

    def _effect(self, work: Work, envelope: Envelope, ledger: Ledger, *, careful: bool) -> Answers:
        """Have the effect of the next message of its case; a refused one leaves nothing behind."""
        contract = self.contracts.find(envelope.kind, envelope.version, envelope.sender, envelope.receiver)
        handler = self.handlers.get(envelope.kind)
        if contract is None or handler is None:
            return self._unknown(envelope, ledger)
        work.correlation_id = correlation.begin(envelope.correlation_id)  # what follows bears the request's own id
        try:
            with _undone_on_error(work) if careful else nullcontext():
                handler(work, envelope, contract.load(envelope.body))
                work.session.flush()
        except (Unavailable, OperationalError):
            raise
        except Exception as error:
            if not careful:
                raise
            log.warning("handoff refused: %s %s", envelope.kind, envelope.id, exc_info=not isinstance(error, Refused))
            return [Acknowledgement.of(envelope, "dead", _reason(error))]
        _note(work, envelope)
        ledger.positions[key_of(envelope)] = envelope.sequence
        ledger.done.append(envelope)
        return [_done(envelope)]

    def _unknown(self, envelope: Envelope, ledger: Ledger) -> Answers:
        """A newer kind or version waits for our own upgrade; one that we no longer receive is refused."""
        name = f"{envelope.kind} version {envelope.version}"
        if envelope.version <= self.contracts.newest(envelope.kind, envelope.sender, envelope.receiver):
            return [Acknowledgement.of(envelope, "dead", f"{name} is not received")]
        ledger.held.append((envelope, f"{name} is not known here yet"))
        return []


class _undone_on_error(AbstractContextManager[None]):  # noqa: N801 -- reads as a statement
    """A savepoint that also takes back what the work was about to send and to write to its trail."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __enter__(self) -> None:
        self._outgoing, self._entries = len(self._work.outgoing), len(self._work.entries)
        self._savepoint = self._work.session.begin_nested()
        self._savepoint.__enter__()

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if error is not None:
            del self._work.outgoing[self._outgoing :], self._work.entries[self._entries :]
        self._savepoint.__exit__(kind, error, trace)


def _done(envelope: Envelope) -> Acknowledgement:
    return Acknowledgement.of(envelope, "done")


def _reason(error: Exception) -> str:
    """Why a message was refused, without personal data: an unexpected exception's text stays in the log."""
    if isinstance(error, ValidationError):
        return f"ValidationError: {sorted(error.normalized_messages())}"
    if isinstance(error, Refused):
        return f"{type(error).__name__}: {error.message}"
    return f"{type(error).__name__}: see the worker's log"


def _note(work: Work, envelope: Envelope) -> None:
    """The trail says of each effect which message had it: `make chaos` counts these lines, not the inbox."""
    work.audit(
        f"took_{envelope.kind}",
        envelope.case_no,
        f"Pesan dari {envelope.sender} diterima",
        story=False,
        message=envelope.id,
        sender=envelope.sender,
        sequence=envelope.sequence,
    )
