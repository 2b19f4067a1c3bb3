"""The receiver's side: each message has its effect exactly once, and per case in the order it was sent.

One transaction takes a whole batch. Held messages (a gap before them, or a version that is not known yet) are kept
and not acknowledged; they are tried again when the gap is filled or when the sender sends them again.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from services.handoffs.contract import Contracts
from services.handoffs.envelope import Acknowledgement, Envelope
from services.handoffs.tables import inbox, inbox_position
from services.shared.errors import Refused, Unavailable
from services.shared.work import Work

log = logging.getLogger(__name__)

Handler = Callable[[Work, Envelope, dict[str, Any]], None]


@dataclass(frozen=True)
class Inbox:
    """Takes messages for one service. ``handlers`` maps a kind to the function that has the effect."""

    contracts: Contracts
    handlers: Mapping[str, Handler]

    def take(self, work: Work, envelopes: list[Envelope]) -> list[Acknowledgement]:
        """Take a batch within ``work``'s transaction; returns the acknowledgements to send after its commit."""
        answers: list[Acknowledgement] = []
        for envelope in sorted(envelopes, key=lambda e: (e.sender, e.case_no, e.sequence)):
            answers.extend(self._take_one(work, envelope))
        return answers

    def _take_one(self, work: Work, envelope: Envelope) -> list[Acknowledgement]:
        position = _lock_position(work.session, envelope)
        if envelope.sequence <= position:
            _count(work.session, envelope)
            return [Acknowledgement(envelope.id, envelope.sender, "done")]
        if envelope.sequence > position + 1:
            _hold(work, envelope, "gap")
            return []
        answers = self._effect(work, envelope)
        while answers and answers[-1].outcome == "done" and (successor := _held_successor(work.session, envelope)):
            envelope = successor
            answers.extend(self._effect(work, envelope))
        return answers

    def _effect(self, work: Work, envelope: Envelope) -> list[Acknowledgement]:
        """Have the effect of the next message of its case; a refusal leaves nothing behind (savepoint)."""
        contract = self.contracts.find(envelope.kind, envelope.version, envelope.sender, envelope.receiver)
        handler = self.handlers.get(envelope.kind)
        if contract is None or handler is None:
            return _unknown(self.contracts, work, envelope)
        outgoing, entries = len(work.outgoing), len(work.entries)
        work.correlation_id = envelope.correlation_id
        try:
            with work.session.begin_nested():
                handler(work, envelope, contract.load(envelope.body))
                _mark_done(work, envelope)
                _note(work, envelope)
        except (Unavailable, OperationalError):
            raise  # not the message's fault: nothing is acknowledged, and the sender sends the batch again
        except Exception as error:
            del work.outgoing[outgoing:], work.entries[entries:]
            log.warning("handoff refused: %s %s", envelope.kind, envelope.id, exc_info=not isinstance(error, Refused))
            return [Acknowledgement(envelope.id, envelope.sender, "dead", _reason(error))]
        return [Acknowledgement(envelope.id, envelope.sender, "done")]


def _unknown(contracts: Contracts, work: Work, envelope: Envelope) -> list[Acknowledgement]:
    """A newer kind or version waits for our own upgrade; one that we no longer receive is refused."""
    if envelope.version <= contracts.newest(envelope.kind, envelope.sender, envelope.receiver):
        return [
            Acknowledgement(
                envelope.id, envelope.sender, "dead", f"{envelope.kind} version {envelope.version} is not received"
            )
        ]
    _hold(work, envelope, f"{envelope.kind} version {envelope.version} is not known here yet")
    return []


def _reason(error: Exception) -> str:
    """Why a message was refused, without personal data: an unexpected exception's text stays in the log."""
    if isinstance(error, ValidationError):
        return f"ValidationError: {sorted(error.normalized_messages())}"
    if isinstance(error, Refused):
        return f"{type(error).__name__}: {error.message}"
    return f"{type(error).__name__}: see the worker's log"


def _lock_position(session: Session, envelope: Envelope) -> int:
    """The sequence number that was last applied for this case and sender; its row stays locked until commit."""
    key = {"sender": envelope.sender, "case_no": envelope.case_no}
    session.execute(insert(inbox_position).values(**key, last=0).on_conflict_do_nothing())
    return session.execute(select(inbox_position.c.last).filter_by(**key).with_for_update()).scalar_one()


def _row(work: Work, envelope: Envelope) -> dict[str, Any]:
    return {
        "id": uuid.UUID(envelope.id),
        "sender": envelope.sender,
        "kind": envelope.kind,
        "version": envelope.version,
        "case_no": envelope.case_no,
        "sequence": envelope.sequence,
        "received_at": work.now,
    }


def _hold(work: Work, envelope: Envelope, reason: str) -> None:
    statement = insert(inbox).values(
        **_row(work, envelope), done=False, held_reason=reason, envelope=envelope.as_dict()
    )
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=[inbox.c.id], set_={"seen": inbox.c.seen + 1, "held_reason": reason}
        )
    )


def _mark_done(work: Work, envelope: Envelope) -> None:
    statement = insert(inbox).values(**_row(work, envelope), done=True)
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=[inbox.c.id], set_={"done": True, "held_reason": None, "envelope": None}
        )
    )
    work.session.execute(
        update(inbox_position)
        .where(inbox_position.c.sender == envelope.sender, inbox_position.c.case_no == envelope.case_no)
        .values(last=envelope.sequence)
    )


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


def _count(session: Session, envelope: Envelope) -> None:
    """A duplicate: seen once more, no effect."""
    session.execute(update(inbox).where(inbox.c.id == uuid.UUID(envelope.id)).values(seen=inbox.c.seen + 1))


def _held_successor(session: Session, envelope: Envelope) -> Envelope | None:
    row = session.execute(
        select(inbox.c.envelope).where(
            inbox.c.sender == envelope.sender,
            inbox.c.case_no == envelope.case_no,
            inbox.c.sequence == envelope.sequence + 1,
            ~inbox.c.done,
        )
    ).first()
    return Envelope.from_dict(row.envelope) if row else None
