"""The sender's side: a handoff is a row in the same transaction as the state change that causes it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Interval,
    Row,
    and_,
    bindparam,
    case,
    func,
    insert,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.handoffs.contract import Contract
from services.handoffs.envelope import Acknowledgement, Envelope
from services.handoffs.tables import outbox, outbox_archive, outbox_sequence
from services.shared.data.timing import due_by
from services.shared.unit_of_work import Work

MAX_BACKOFF = 16  # times ``resend_after``
SAME = ("kind", "version", "receiver", "case_no", "sequence", "correlation_id", "body", "replays")  # as in its envelope
SHOWN = ("id", "kind", "receiver", "created_at", "acked_at")
OPEN = and_(outbox.c.acked_at.is_(None), outbox.c.dead_at.is_(None))
DELIVERIES = union_all(
    select(*(outbox.c[name] for name in (*SHOWN, "dead_at", "dead_reason"))).where(
        outbox.c.case_no == bindparam("case_no")
    ),
    select(*(outbox_archive.c[name] for name in SHOWN), null(), null()).where(
        outbox_archive.c.case_no == bindparam("case_no")
    ),
).order_by("created_at")  # with every case that is opened, so it is made once


def post(work: Work, contract: Contract, case_no: str, body: dict[str, Any]) -> None:
    """Hand a message over: written with the action's own transaction, published after its commit.

    The row is born due after ``resend_after`` seconds: if the publish never happens, the sweeper sends it.
    """
    envelope = Envelope(
        id=str(uuid.uuid4()),
        kind=contract.kind,
        version=contract.version,
        sender=work.service.name,
        receiver=contract.receiver,
        case_no=case_no,
        sequence=0,
        sent_at=work.now.isoformat(),
        correlation_id=work.correlation_id,
        body=contract.dump(body),
    )
    row = {name: getattr(envelope, name) for name in _GIVEN} | {"id": uuid.UUID(envelope.id), "created_at": work.now}
    row["wait"] = timedelta(seconds=work.service.settings.resend_after)
    work.outgoing.append(replace(envelope, sequence=work.session.execute(_POST, row).scalar_one()))


def _posting() -> Insert:
    """One statement: the next number for this case and receiver, and the row that bears it.

    The counter's row lock makes the order that of the commits.
    """
    known = {column.name: column.type for column in outbox.c}
    given = {name: bindparam(name, type_=known[name]) for name in (*_GIVEN, "id", "created_at")}
    numbered = (
        upsert(outbox_sequence)
        .values(receiver=given["receiver"], case_no=given["case_no"], last=1)
        .on_conflict_do_update(
            index_elements=[outbox_sequence.c.receiver, outbox_sequence.c.case_no],
            set_={"last": outbox_sequence.c.last + 1},
        )
        .returning(outbox_sequence.c.last)
        .cte("numbered")
    )
    next_at = func.now() + bindparam("wait", type_=Interval())
    row = select(numbered.c.last, next_at, *given.values())
    return insert(outbox).from_select(["sequence", "next_at", *given], row).returning(outbox.c.sequence)


_GIVEN = tuple(name for name in SAME if name not in {"sequence", "replays"})
_POST = _posting()  # with nearly every action, so it is made once


def claim_due(session: Session, sender: str, resend_after: int, limit: int, busy: Iterable[str]) -> list[Envelope]:
    """Take rows whose time has come, oldest of each case first; a claimed row is due again only after a back-off.

    The back-off doubles with each attempt up to 16 times ``resend_after`` seconds. ``busy`` names receivers whose
    queue is long already.
    """
    come = due_by(outbox.c.next_at, func.now(), MAX_BACKOFF * timedelta(seconds=resend_after))
    due = select(outbox.c.id).where(OPEN, come, outbox.c.receiver.not_in(list(busy)))
    oldest = due.order_by(outbox.c.next_at, outbox.c.case_no, outbox.c.sequence).limit(limit)
    mine = outbox.c.id.in_(oldest.with_for_update(skip_locked=True).scalar_subquery())
    backoff = func.least(func.power(2, outbox.c.attempts), MAX_BACKOFF) * resend_after * timedelta(seconds=1)
    claimed = {"attempts": outbox.c.attempts + 1, "next_at": func.now() + backoff}
    rows = session.execute(update(outbox).where(mine).values(claimed).returning(outbox)).all()
    return [_envelope(sender, row) for row in sorted(rows, key=lambda r: (r.receiver, r.case_no, r.sequence))]


_COME = due_by(outbox.c.next_at, func.clock_timestamp(), bindparam("longest", type_=Interval()))
_ANY_DUE = select(outbox.c.id).where(OPEN, _COME).exists()
_NEXT = select(func.min(outbox.c.next_at)).where(OPEN).scalar_subquery()  # both by the index, however many wait
_DUE_IN = select(case((_ANY_DUE, 0), else_=func.extract("epoch", _NEXT - func.clock_timestamp())))


def due_in(db: Session | Connection, resend_after: int) -> float | None:
    """Seconds until the next row is due, zero where one is already; None where none is open."""
    return db.execute(_DUE_IN, {"longest": MAX_BACKOFF * timedelta(seconds=resend_after)}).scalar_one()


def _envelope(sender: str, row: Row[Any]) -> Envelope:
    same = {name: getattr(row, name) for name in SAME}
    return Envelope(id=str(row.id), sender=sender, sent_at=row.created_at.isoformat(), **same)


def settle(session: Session, acknowledgements: Sequence[Acknowledgement], now: datetime) -> None:
    """Note what receivers said of messages to them. A row that is acknowledged once stays so, whatever comes later."""
    for receiver in sorted({a.receiver for a in acknowledgements if a.outcome == "done"}):
        done = [uuid.UUID(a.id) for a in acknowledgements if (a.outcome, a.receiver) == ("done", receiver)]
        taken = update(outbox).where(outbox.c.id.in_(done), outbox.c.acked_at.is_(None), *_told_by(receiver))
        session.execute(taken.values(acked_at=now, dead_at=None, dead_reason=None))
    for refusal in (a for a in acknowledgements if a.outcome == "dead"):
        refused = update(outbox).where(outbox.c.id == uuid.UUID(refusal.id), OPEN, *_told_by(refusal.receiver))
        if refusal.replays is not None:  # a refusal of before the people sent it anew is of the past
            refused = refused.where(outbox.c.replays == refusal.replays)
        session.execute(refused.values(dead_at=now, dead_reason=refusal.reason[:2000]))


def _told_by(receiver: str) -> list[ColumnElement[bool]]:
    """Only who a message is for may settle it; a receiver of the release before does not say who it is."""
    return [outbox.c.receiver == receiver] if receiver else []


def all_due_now(session: Session) -> int:
    """The broker lost its memory: every open row is due at once. Returns how many."""
    result = session.execute(
        update(outbox).where(OPEN, outbox.c.next_at > func.now()).values(next_at=func.now(), attempts=0)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def replay(session: Session, message_id: uuid.UUID) -> bool:
    """Send a dead message again under the same id, so that it is still deduplicated; False where it is not dead."""
    result = session.execute(
        update(outbox)
        .where(outbox.c.id == message_id, outbox.c.dead_at.is_not(None))
        .values(dead_at=None, dead_reason=None, attempts=0, next_at=func.now(), replays=outbox.c.replays + 1)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def deliveries(session: Session, case_no: str) -> list[dict[str, Any]]:
    """How the case's own messages fare, oldest first: kind, receiver, state (waiting, received, refused), since."""
    return fared(dict(row._mapping) for row in session.execute(DELIVERIES, {"case_no": case_no}))


def fared(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What ``DELIVERIES`` found, in words."""
    return [
        {
            "id": str(row["id"]),
            "kind": row["kind"],
            "receiver": row["receiver"],
            "state": "refused" if row["dead_at"] else "received" if row["acked_at"] else "waiting",
            "since": row["dead_at"] or row["acked_at"] or row["created_at"],
            "reason": row["dead_reason"],
        }
        for row in rows
    ]


def labelled(rows: Iterable[Mapping[str, Any]], labels: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    """The newest delivery of each label, by kind and receiver; what has none is not shown."""
    shown = {
        label: {"label": label, "state": row["state"], "since": row["since"]}
        for row in rows
        if (label := labels.get((row["kind"], row["receiver"])))
    }
    return list(shown.values())


def late(older_than: datetime) -> ColumnElement[bool]:
    """Condition for rows that were posted before a moment and are neither acknowledged nor dead.

    Nor may one have been posted in the future: it was while the clock ran ahead, and nobody knows since when it waits.
    """
    return and_(OPEN, or_(outbox.c.created_at < older_than, outbox.c.created_at > func.now() + timedelta(minutes=1)))


def is_late(db: Session | Connection, older_than: datetime) -> bool:
    """Whether any handoff waits since before a moment, or lies dead."""
    found = select(outbox.c.id).where(or_(late(older_than), outbox.c.dead_at.is_not(None))).limit(1)
    return db.execute(found).first() is not None
