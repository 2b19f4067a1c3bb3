"""Outbox and inbox on real PostgreSQL: nothing lost, nothing twice, in order, and bad messages seen."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, update

from services.handoffs import outbox, relay
from services.handoffs.envelope import Envelope
from services.handoffs.intake_to_review import WITHDRAWAL_REQUESTED
from services.handoffs.tables import outbox as outbox_table
from services.shared.errors import RuleBroken, Unavailable
from services.shared.jobs import worker
from services.shared.jobs.task_counts import TaskCounts
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service, Work
from tests.support.messages import BODY, Pair, new_case
from tests.support.office import TestOffice


def test_a_message_has_its_effect_and_is_acknowledged(pair: Pair) -> None:
    case_no = new_case()
    pair.settle(pair.take(pair.post(case_no)))
    assert pair.effects(case_no) == [1]
    assert pair.states(case_no) == ["received"]


def test_a_failed_action_posts_nothing(pair: Pair) -> None:
    case_no = new_case()
    with pytest.raises(RuleBroken), pair.sender.work(SYSTEM) as work:
        outbox.post(work, WITHDRAWAL_REQUESTED, case_no, BODY)
        raise RuleBroken("tidak jadi")
    assert pair.states(case_no) == []


def test_duplicates_have_one_effect_and_are_all_acknowledged(pair: Pair) -> None:
    case_no = new_case()
    message = pair.post(case_no)
    answers = pair.take(message) + pair.take(message) + pair.take(message, message)
    assert [a.outcome for a in answers] == ["done"] * 4
    assert pair.effects(case_no) == [1]


def test_a_gap_is_held_and_filled_in_order(pair: Pair) -> None:
    case_no = new_case()
    first, second, third = (pair.post(case_no) for _ in range(3))
    assert pair.take(third) == []
    assert pair.take(second) == []
    answers = pair.take(first)
    assert [a.id for a in answers] == [first.id, second.id, third.id]
    assert pair.effects(case_no) == [1, 2, 3]


def test_a_batch_in_any_order_is_applied_in_order(pair: Pair) -> None:
    case_no = new_case()
    messages = [pair.post(case_no) for _ in range(5)]
    pair.settle(pair.take(*reversed(messages)))
    assert pair.effects(case_no) == [1, 2, 3, 4, 5]
    assert pair.states(case_no) == ["received"] * 5


def test_an_unknown_newer_version_is_held_not_dead(pair: Pair) -> None:
    case_no = new_case()
    message = pair.post(case_no)
    assert pair.take(dataclasses.replace(message, version=99)) == []
    assert [a.outcome for a in pair.take(message)] == ["done"]
    assert pair.effects(case_no) == [1]


def test_a_bad_body_is_dead_with_its_reason_and_the_rest_of_the_batch_lives(pair: Pair) -> None:
    bad, good = new_case(), new_case()
    broken = dataclasses.replace(pair.post(bad), body={"reason": 7})
    pair.settle(pair.take(broken, pair.post(good)))
    assert pair.states(bad) == ["refused"]
    assert pair.states(good) == ["received"]
    with pair.sender.database.transaction() as session:
        assert "requested_at" in outbox.deliveries(session, bad)[0]["reason"]


def test_a_dead_message_blocks_its_successors_until_it_is_replayed(office: TestOffice) -> None:
    case_no, repaired = new_case(), False

    def effect(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
        work.audit("effect", case_no, str(envelope.sequence))
        if not repaired:
            raise RuleBroken("aturan dilanggar")

    pair = Pair(office.service("intake"), office.service("review"), effect)
    first, second = pair.post(case_no), pair.post(case_no)
    pair.settle(pair.take(first, second))
    assert (pair.effects(case_no), pair.states(case_no)) == ([], ["refused", "waiting"])
    with pair.sender.database.transaction() as session:
        assert outbox.replay(session, uuid.UUID(first.id))
    repaired = True
    pair.settle(pair.take(first))
    assert (pair.effects(case_no), pair.states(case_no)) == ([1, 2], ["received", "received"])


def test_an_unexpected_error_is_dead_without_leaking_its_text(office: TestOffice) -> None:
    case_no = new_case()

    def explode(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
        raise ValueError("Ferdinand Karundeng")

    pair = Pair(office.service("intake"), office.service("review"), explode)
    (answer,) = pair.take(pair.post(case_no))
    assert answer.outcome == "dead"
    assert "Ferdinand" not in answer.reason


def test_an_unreachable_store_is_nobodys_fault_and_nothing_is_acknowledged(office: TestOffice) -> None:
    case_no = new_case()

    def no_store(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
        raise Unavailable("penyimpanan tidak menjawab")

    pair = Pair(office.service("intake"), office.service("review"), no_store)
    with pytest.raises(Unavailable):
        pair.take(pair.post(case_no))
    assert pair.states(case_no) == ["waiting"]


def test_an_acknowledgement_stands_whatever_comes_later(pair: Pair) -> None:
    case_no = new_case()
    message = pair.post(case_no)
    pair.settle(pair.take(message))
    pair.settle([dataclasses.replace(pair.take(message)[0], outcome="dead", reason="late")])
    assert pair.states(case_no) == ["received"]


def test_a_claimed_row_is_due_again_only_after_a_back_off(pair: Pair) -> None:
    case_no = new_case()
    pair.post(case_no)
    with pair.sender.database.transaction() as session:
        assert outbox.all_due_now(session) >= 1

    def claim() -> list[Envelope]:
        with pair.sender.database.transaction() as session:
            return [e for e in outbox.claim_due(session, "intake", 30, 10_000, []) if e.case_no == case_no]

    assert [e.case_no for e in claim()] == [case_no]
    assert claim() == []


def test_a_busy_receiver_is_left_alone(pair: Pair) -> None:
    case_no = new_case()
    pair.post(case_no)
    with pair.sender.database.transaction() as session:
        outbox.all_due_now(session)
        claimed = outbox.claim_due(session, "intake", 30, 10_000, ["review"])
    assert case_no not in [e.case_no for e in claimed]


def test_a_sweep_that_leaves_something_wakes_the_next_and_one_that_does_not_does_not(office: TestOffice) -> None:
    service = office.service("intake")
    app = worker.make_app("intake", service.settings, web=True)
    carrier, ticks = relay.Relay(app, service), TaskCounts(service.settings.broker_url, "intake")._client
    assert ticks is not None
    _due(service, timedelta(minutes=5))
    before = ticks.llen("intake.ticks")
    carrier.sweep()
    carrier.sweep_again()
    assert carrier.next_sweep is None
    Pair(service, office.service("review")).post(new_case())
    _due(service, timedelta(seconds=0.5))
    for _ in range(2):
        carrier.sweep()
        carrier.sweep_again()
    assert carrier.next_sweep is not None
    carrier.next_sweep.join(10)
    assert ticks.llen("intake.ticks") == before + 1  # type: ignore[operator]
    ticks.delete("intake.ticks")


def _due(service: Service, later: timedelta) -> None:
    with service.database.transaction() as session:
        session.execute(update(outbox_table).where(outbox.OPEN).values(next_at=func.now() + later))
