"""Five power cuts during work: what people were told is done is there, and each handoff arrived once, in order."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from deploy import settings_files
from deploy.demo import steps
from deploy.demo.forms import complaint_form, uploads
from deploy.demo.play import play
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES
from tests.faults.chaos.verdict import judge, open_count
from tests.support.cut import office_in
from tests.support.doctor import sigap

STORY = STORIES[0]
CUTS, EACH = 5, 2  # cases forwarded before each cut, at least
COUNTED = ("intake.complaint", "intake.case_file", "review.cases", "intake.outbox", "review.inbox")


class Work:
    """The desk takes cases in and forwards them until the power goes; notes what it was told is done."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.forwarded: list[str] = []
        self._more = threading.Condition()

    def go_on(self, address: str) -> threading.Thread:
        """At work, in a thread of its own."""
        desk = threading.Thread(target=self._work, args=(address,), daemon=True)
        desk.start()
        return desk

    def wait_for(self, more: int) -> None:
        """Until so many more cases are forwarded."""
        goal = len(self.forwarded) + more
        with self._more:
            assert self._more.wait_for(lambda: len(self.forwarded) >= goal, 180)

    def _work(self, address: str) -> None:
        staff, form = Staff(address), complaint_form(STORY)
        try:
            while True:
                case_no = steps.open_case(staff.clerk, form)
                self.opened.append(case_no)
                steps.forward(staff, steps.fill_in(staff.clerk, case_no, form, uploads(STORY)), form)
                with self._more:
                    self.forwarded.append(case_no)
                    self._more.notify_all()
        except Exception:
            return  # the power is gone


def counts(run: Path) -> dict[str, int]:
    engine = create_engine(settings_files.read(run / "settings", settings_files.ADMIN)["SIGAP_ADMIN_DATABASE_URL"])
    with engine.connect() as connection:
        found = {name: connection.execute(text(f"select count(*) from {name}")).scalar_one() for name in COUNTED}
    engine.dispose()
    return found


@pytest.mark.release
@pytest.mark.slow
def test_five_power_cuts_lose_nothing_that_was_confirmed(tmp_path: Path) -> None:
    run, work, moment = tmp_path / "run", Work(), random.Random(7)
    before: dict[str, int] = {}
    for _ in range(CUTS):
        with office_in(run) as (address, _processes):
            desk = work.go_on(address)
            work.wait_for(EACH)
            before = counts(run)
            desk.join(moment.random())  # the cut falls somewhere into the next case
        desk.join(60)
    with office_in(run) as (address, _processes):
        staff = Staff(address)
        after = counts(run)
        assert {name for name in COUNTED if after[name] < before[name]} == set()
        assert len(work.opened) <= after["intake.complaint"] <= len(work.opened) + CUTS
        for case_no in work.forwarded:
            staff.section_head.wait(f"/review/api/cases/{case_no}", lambda case: case["state"])
        assert play(staff, STORY) not in work.opened
        admin = settings_files.read(run / "settings", settings_files.ADMIN)["SIGAP_ADMIN_DATABASE_URL"]
        engine = create_engine(admin)
        staff.clerk.wait("/intake/api/session", lambda _: open_count(engine) == 0)
        verdict = judge(engine)
        engine.dispose()
        assert verdict.clean, verdict
        assert verdict.posted >= len(work.forwarded)
        said = sigap("doctor", "--settings", run / "settings")[1]
        failures = [line for line in said.splitlines() if line.startswith("FAIL") and " backup " not in line]
        assert [line for line in failures if "registry.checks: never seen" not in line] == [], said  # not started here
