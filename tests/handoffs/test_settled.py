"""Settled messages of cases that ended a while ago leave the live tables, whole and never too early."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import DateTime, String, column, func, select, values

from services.handoffs import outbox, settled
from services.handoffs.tables import inbox, inbox_archive, outbox_archive
from services.handoffs.tables import outbox as outbox_table
from services.shared.calendar import clock
from services.shared.unit_of_work import Service
from tests.support.messages import Pair, new_case

SOON, LATER = timedelta(days=1), settled.KEEP + timedelta(days=1)


def archive(service: Service, case_no: str, ended_at: datetime, now: datetime) -> tuple[int, int]:
    ended = values(column("case_no", String), column("ended_at", DateTime(timezone=True)), name="ended")
    with service.database.transaction() as session:
        return settled.archive(session, select(ended.data([(case_no, ended_at)])), now)


def count(service: Service, table: object, case_no: str) -> int:
    with service.reading() as session:
        rows = select(func.count()).select_from(table).where(table.c.case_no == case_no)  # type: ignore[arg-type,attr-defined]
        return session.execute(rows).scalar_one()


def test_rows_move_whole_and_the_case_page_still_tells_how_they_fared(pair: Pair) -> None:
    case_no, now = new_case(), clock.now()
    pair.settle(pair.take(pair.post(case_no), pair.post(case_no)))
    assert archive(pair.sender, case_no, now, now + LATER) == (2, 0)
    assert archive(pair.receiver, case_no, now, now + LATER) == (0, 2)
    assert pair.states(case_no) == ["received", "received"]
    assert count(pair.sender, outbox_table, case_no) == count(pair.receiver, inbox, case_no) == 0
    assert count(pair.sender, outbox_archive, case_no) == count(pair.receiver, inbox_archive, case_no) == 2


def test_nothing_moves_before_the_case_has_ended_and_some_time_passed(pair: Pair) -> None:
    case_no, now = new_case(), clock.now()
    pair.settle(pair.take(pair.post(case_no)))
    assert archive(pair.sender, "another case", now, now + LATER) == (0, 0)
    assert archive(pair.sender, case_no, now, now + SOON) == (0, 0)


def test_what_is_open_dead_or_held_stays(pair: Pair) -> None:
    case_no, now = new_case(), clock.now()
    pair.post(case_no)
    pair.take(pair.post(case_no))  # held: the first has not arrived
    assert archive(pair.sender, case_no, now, now + LATER) == (0, 0)
    assert archive(pair.receiver, case_no, now, now + LATER) == (0, 0)


def test_a_late_copy_of_an_archived_message_has_no_second_effect_and_order_goes_on(pair: Pair) -> None:
    case_no, now = new_case(), clock.now()
    message = pair.post(case_no)
    pair.settle(pair.take(message))
    archive(pair.sender, case_no, now, now + LATER)
    archive(pair.receiver, case_no, now, now + LATER)
    assert [a.outcome for a in pair.take(message)] == ["done"]
    pair.settle(pair.take(pair.post(case_no)))
    assert pair.effects(case_no) == [1, 2]


def test_a_forgotten_case_leaves_no_body(pair: Pair) -> None:
    case_no, now = new_case(), clock.now()
    pair.settle(pair.take(pair.post(case_no)))
    archive(pair.sender, case_no, now, now + LATER)
    pair.settle(pair.take(pair.post(case_no)))
    with pair.sender.database.transaction() as session:
        settled.forget(session, case_no)
        assert [row["state"] for row in outbox.deliveries(session, case_no)] == ["received", "received"]
    with pair.sender.reading() as session:
        for table in (outbox_table, outbox_archive):
            assert session.execute(select(table.c.body).where(table.c.case_no == case_no)).scalars().all() == [{}]
