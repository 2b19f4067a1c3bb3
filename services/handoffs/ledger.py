"""What one batch does to the inbox tables, gathered while it is taken and written with a few statements at its end."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.handoffs.envelope import Envelope
from services.handoffs.tables import inbox, inbox_position

Key = tuple[str, str]  # sender, case number


def key_of(envelope: Envelope) -> Key:
    """The line of order that a message stands in."""
    return envelope.sender, envelope.case_no


@dataclass
class Ledger:
    """Positions reached, messages done, held and seen again, for the cases of one batch."""

    positions: dict[Key, int]
    done: list[Envelope] = field(default_factory=list)
    held: list[tuple[Envelope, str]] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def write(self, session: Session, now: datetime) -> None:
        """Write everything within the batch's transaction."""
        rows = [_row(e, now) | {"done": True, "held_reason": None, "envelope": None} for e in self.done]
        rows += [
            _row(e, now) | {"done": False, "held_reason": reason, "envelope": e.as_dict()} for e, reason in self.held
        ]
        if rows:
            statement = insert(inbox).values(rows)
            changes = {name: statement.excluded[name] for name in ("done", "held_reason", "envelope")}
            session.execute(statement.on_conflict_do_update(index_elements=[inbox.c.id], set_=changes))
        reached = {key_of(e): self.positions[key_of(e)] for e in self.done}
        if reached:
            values = [{"sender": s, "case_no": c, "last": last} for (s, c), last in reached.items()]
            position = insert(inbox_position).values(values)
            session.execute(
                position.on_conflict_do_update(
                    index_elements=[inbox_position.c.sender, inbox_position.c.case_no],
                    set_={"last": position.excluded.last},
                )
            )
        for message_id, times in self.seen.items():
            session.execute(update(inbox).filter_by(id=uuid.UUID(message_id)).values(seen=inbox.c.seen + times))


def lock_positions(session: Session, keys: set[Key]) -> dict[Key, int]:
    """The sequence number that was last applied in each line; the rows stay locked until commit, in one order."""
    ordered = sorted(keys)
    rows = [{"sender": sender, "case_no": case_no, "last": 0} for sender, case_no in ordered]
    session.execute(insert(inbox_position).values(rows).on_conflict_do_nothing())
    columns = (inbox_position.c.sender, inbox_position.c.case_no)
    found = session.execute(
        select(inbox_position).where(tuple_(*columns).in_(ordered)).order_by(*columns).with_for_update()
    )
    return {(row.sender, row.case_no): row.last for row in found}


def held_messages(session: Session, keys: set[Key]) -> list[Envelope]:
    """The messages that are held in these lines."""
    found = session.execute(
        select(inbox.c.envelope).where(tuple_(inbox.c.sender, inbox.c.case_no).in_(sorted(keys)), ~inbox.c.done)
    )
    return [Envelope.from_dict(row.envelope) for row in found]


def _row(envelope: Envelope, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid.UUID(envelope.id),
        "sender": envelope.sender,
        "kind": envelope.kind,
        "version": envelope.version,
        "case_no": envelope.case_no,
        "sequence": envelope.sequence,
        "received_at": now,
    }
