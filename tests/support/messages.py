"""Messages for tests of the handoff layer: a harmless effect (an audit line) that either happens or does not."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import select

from services.handoffs import outbox, relay
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Acknowledgement, Envelope
from services.handoffs.inbox import Handler, Inbox
from services.handoffs.intake_to_review import WITHDRAWAL_REQUESTED
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service, Work

SAMPLE = Path(__file__).parents[1] / "handoffs" / "samples" / "intake_to_review.withdrawal_requested.v1.json"
BODY: dict[str, Any] = WITHDRAWAL_REQUESTED.load(json.loads(SAMPLE.read_text()))


def new_case() -> str:
    """A case number that no other test uses."""
    return f"UJI-{uuid.uuid4().hex[:12]}"


def note_effect(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The effect: one audit line that names the message's sequence number."""
    work.audit("effect", envelope.case_no, str(envelope.sequence))


class Pair:
    """Intake hands over to review; ``effects`` tells what happened there."""

    def __init__(self, sender: Service, receiver: Service, handler: Handler = note_effect) -> None:
        self.sender, self.receiver = sender, receiver
        self.inbox = Inbox(CONTRACTS, {WITHDRAWAL_REQUESTED.kind: handler})

    def post(self, case_no: str, reason: str = "alasan") -> Envelope:
        """Post one message in a transaction of its own; returns it as it was published."""
        with self.sender.work(SYSTEM) as work:
            outbox.post(work, WITHDRAWAL_REQUESTED, case_no, BODY | {"reason": reason})
            published: Envelope = work.outgoing[0]
        return published

    def take(self, *envelopes: Envelope) -> list[Acknowledgement]:
        """The receiver takes a batch."""
        wire = [Envelope.from_dict(json.loads(json.dumps(e.as_dict()))) for e in envelopes]
        return relay.take(self.receiver, self.inbox, wire)

    def settle(self, answers: list[Acknowledgement]) -> None:
        """The acknowledgements arrive at the sender."""
        with self.sender.database.transaction() as session:
            outbox.settle(session, answers, clock.now())

    def states(self, case_no: str) -> list[str]:
        """waiting, received or refused, per message in order."""
        with self.sender.database.transaction() as session:
            return [row["state"] for row in outbox.deliveries(session, case_no)]

    def effects(self, case_no: str) -> list[int]:
        """The sequence numbers whose effect happened, in order of the effects."""
        with self.receiver.database.transaction() as session:
            rows = session.execute(
                select(trail.audit.c.note)
                .where(trail.audit.c.subject == case_no, trail.audit.c.verb == "effect")
                .order_by(trail.audit.c.position)
            )
            return [int(row.note) for row in rows]
