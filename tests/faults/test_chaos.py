"""A short chaos run is part of every test run; and it is shown that chaos can fail."""

from __future__ import annotations

import pytest

from tests.faults.chaos.run import Plan, chaos

pytestmark = pytest.mark.slow


def test_nothing_is_lost_doubled_or_out_of_order_under_fire() -> None:
    outcome = chaos(Plan(handoffs=240, seed=7, seconds=40, settle_seconds=60, wipes=1, kills=24))
    assert outcome.well, outcome.text()
    assert outcome.verdict.posted > 20, outcome.text()
    assert outcome.verdict.absorbed > 0, outcome.text()


def test_without_the_inbox_check_chaos_reports_doubles() -> None:
    plan = Plan(
        handoffs=60, seed=7, seconds=25, settle_seconds=8, wipes=0, worker_module="tests.faults.chaos.unchecked"
    )
    outcome = chaos(plan)
    assert outcome.verdict.doubled > 0, outcome.text()


def test_without_the_sweeper_chaos_reports_losses() -> None:
    outcome = chaos(Plan(handoffs=60, seed=7, seconds=25, settle_seconds=8, wipes=0, with_beat=False, drops=90))
    assert outcome.verdict.lost > 0, outcome.text()
