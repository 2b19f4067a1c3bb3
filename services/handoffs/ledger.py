"""What one batch does to the inbox tables, gathered while it is taken and written with a few statements at its end.

The statements take their rows as one JSON array, so that their text is the same for one message and for fifty:
it is compiled once, and the server plans it once.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handoffs.envelope import Envelope

Key = tuple[str, str]  # sender, case number

# Creates what is missing and locks all, in the order of the array; an update to the same value is a lock that also
# reads what the transaction before us committed.
LOCK_POSITIONS = text("""
    insert into inbox_position (sender, case_no, last)
    select sender, case_no, 0 from jsonb_to_recordset(cast(:keys as jsonb)) as line (sender text, case_no text)
    on conflict (sender, case_no) do update set last = inbox_position.last
    returning sender, case_no, last
""")
HELD = text("""
    select envelope from inbox
    join jsonb_to_recordset(cast(:keys as jsonb)) as line (sender text, case_no text) using (sender, case_no)
    where not done
""")
WRITE_MESSAGES = text("""
    with reached as (
        update inbox_position set last = line.last
        from jsonb_to_recordset(cast(:reached as jsonb)) as line (sender text, case_no text, last int)
        where inbox_position.sender = line.sender and inbox_position.case_no = line.case_no
    )
    insert into inbox (id, sender, kind, version, case_no, sequence, received_at, done, held_reason, envelope)
    select id, sender, kind, version, case_no, sequence, :now, held_reason is null, held_reason, envelope
    from jsonb_to_recordset(cast(:rows as jsonb)) as message (
        id uuid, sender text, kind text, version int, case_no text, sequence int, held_reason text, envelope jsonb
    )
    on conflict (id) do update
    set done = excluded.done, held_reason = excluded.held_reason, envelope = excluded.envelope
""")
WRITE_SEEN = text("""
    update inbox set seen = seen + again.times
    from jsonb_to_recordset(cast(:rows as jsonb)) as again (id uuid, times int)
    where inbox.id = again.id
""")


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
        rows = [_row(envelope) for envelope in self.done]
        rows += [_row(e) | {"held_reason": reason, "envelope": e.as_dict()} for e, reason in self.held]
        reached = {key_of(envelope) for envelope in self.done}
        lines = [{"sender": s, "case_no": c, "last": self.positions[s, c]} for s, c in reached]
        if rows:
            given = {"rows": json.dumps(rows), "reached": json.dumps(lines), "now": now}
            session.execute(WRITE_MESSAGES, given)
        if self.seen:
            again = [{"id": message, "times": times} for message, times in self.seen.items()]
            session.execute(WRITE_SEEN, {"rows": json.dumps(again)})


def lock_positions(session: Session, keys: set[Key]) -> dict[Key, int]:
    """The sequence number that was last applied in each line; the rows stay locked until commit, in one order."""
    found = session.execute(LOCK_POSITIONS, {"keys": _lines(keys)})
    return {(row.sender, row.case_no): row.last for row in found}


def held_messages(session: Session, keys: set[Key]) -> list[Envelope]:
    """The messages that are held in these lines. Asked after the lock, so that it sees what others just held."""
    found = session.execute(HELD, {"keys": _lines(keys)})
    return [Envelope.from_dict(row.envelope) for row in found]


def _lines(keys: set[Key]) -> str:
    return json.dumps([{"sender": sender, "case_no": case_no} for sender, case_no in sorted(keys)])


def _row(envelope: Envelope) -> dict[str, Any]:
    names = ("id", "sender", "kind", "version", "case_no", "sequence")
    return {name: getattr(envelope, name) for name in names}
