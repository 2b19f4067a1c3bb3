"""Counts, from the outboxes and the audit trails, what was lost, doubled or out of order. The inbox is not asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Engine, text

from services.handoffs.contract import SERVICES


@dataclass
class Verdict:
    """What became of all handoffs."""

    posted: int = 0
    unacked: int = 0
    dead: int = 0
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    absorbed: int = 0
    pairs: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def clean(self) -> bool:
        """Nothing lost, doubled, out of order or dead, and everything acknowledged."""
        return not (self.lost or self.doubled or self.out_of_order or self.dead or self.unacked)


def open_count(engine: Engine) -> int:
    """How many handoffs are neither acknowledged nor dead."""
    query = " + ".join(
        f"(select count(*) from {name}.outbox where acked_at is null and dead_at is null)" for name in SERVICES
    )
    with engine.connect() as connection:
        return int(connection.execute(text(f"select {query}")).scalar_one())


def total_posted(engine: Engine) -> int:
    """How many handoffs were posted."""
    query = " + ".join(f"(select count(*) from {name}.outbox)" for name in SERVICES)
    with engine.connect() as connection:
        return int(connection.execute(text(f"select {query}")).scalar_one())


def judge(engine: Engine) -> Verdict:
    """Compare every message that was posted with the effects that its receiver's trail shows."""
    verdict = Verdict()
    effects: dict[str, Counter[str]] = {}
    with engine.connect() as connection:
        for name in SERVICES:
            effects[name] = Counter()
            last: dict[tuple[str, str], int] = defaultdict(int)
            rows = connection.execute(
                text(
                    "select subject, details->>'message' as message, details->>'sender' as sender,"
                    f" (details->>'sequence')::int as sequence from {name}.audit"
                    " where verb like 'took\\_%' order by position"
                )
            )
            for row in rows:
                effects[name][row.message] += 1
                if effects[name][row.message] == 1:
                    key = (row.sender, row.subject)
                    verdict.out_of_order += row.sequence != last[key] + 1
                    last[key] = max(last[key], row.sequence)
            verdict.absorbed += connection.execute(
                text(f"select coalesce(sum(seen - 1), 0) from {name}.inbox where done")
            ).scalar_one()
        for name in SERVICES:
            rows = connection.execute(
                text(f"select id::text, receiver, kind, acked_at, dead_at, dead_reason from {name}.outbox")
            )
            for row in rows:
                verdict.posted += 1
                verdict.pairs[f"{name} -> {row.receiver}"] += 1
                happened = effects[row.receiver][row.id]
                verdict.lost += happened == 0 and row.dead_at is None
                verdict.doubled += max(happened - 1, 0)
                verdict.dead += row.dead_at is not None
                verdict.unacked += row.acked_at is None and row.dead_at is None
                if row.dead_at is not None:
                    verdict.reasons[f"{name}->{row.receiver} {row.kind}: {row.dead_reason}"[:160]] += 1
    return verdict
