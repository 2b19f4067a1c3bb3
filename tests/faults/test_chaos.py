"""A short chaos run is part of every test run; and it is shown that chaos can fail."""

from __future__ import annotations

import pytest

from tests.faults.chaos.run import Plan, chaos

pytestmark = pytest.mark.slow

SAMPLE = Plan(handoffs=90, seed=7, seconds=18, settle_seconds=60, wipes=1, kills=9)
WHOLE = Plan(handoffs=2400, seed=7, seconds=400, settle_seconds=120, wipes=2, kills=120)


@pytest.mark.parametrize("plan", [SAMPLE, pytest.param(WHOLE, marks=pytest.mark.release)], ids=["sample", "whole"])
def test_nothing_is_lost_doubled_or_out_of_order_under_fire(plan: Plan) -> None:
    outcome = chaos(plan)
    assert outcome.well, outcome.text()
    assert outcome.verdict.posted > 20, outcome.text()
    assert outcome.verdict.absorbed > 0, outcome.text()


@pytest.mark.release
def test_without_the_inbox_check_chaos_reports_doubles() -> None:
    outcome = chaos(
        Plan(600, seed=7, seconds=60, wipes=0, until="doubled", worker_module="tests.faults.chaos.unchecked")
    )
    assert outcome.verdict.doubled > 0, outcome.text()


@pytest.mark.release
def test_without_the_sweeper_chaos_reports_losses() -> None:
    outcome = chaos(Plan(handoffs=60, seed=7, seconds=12, settle_seconds=8, wipes=0, with_beat=False, drops=90))
    assert outcome.verdict.lost > 0, outcome.text()
