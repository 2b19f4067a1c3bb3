"""A timed job that fails for one thing goes on with the others, says which and why, and tries again with back-off."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from services.handoffs.contract import SERVICES
from services.shared.calendar import clock
from services.shared.errors import RuleBroken, Unavailable
from services.shared.jobs import rows, schedule
from services.shared.jobs.tables import timed_job, timed_job_failure, timed_job_row
from services.shared.notices.tables import notice
from services.shared.rights import barring
from services.shared.unit_of_work import Work
from tests.support.moves import CASE, COMPLAINT, LETTER, REGISTERED
from tests.support.office import TestOffice

DUE = [(COMPLAINT, "awaiting_completion"), (COMPLAINT, "ready_for_handover"), (CASE, "section_head_review"),
       (CASE, "team_assigned"), (LETTER, LETTER.born), (REGISTERED, "received")]  # fmt: skip
# One statement over all rows, one thing, or the machine's own affairs: there is no row that could hold another.
WHOLE = {
    "intake.forget_survey_links", "intake.forget_survey_order", "intake.audit_root", "review.audit_root",
    "letters.audit_root", "registry.anchors", "intake.archive_handoffs", "review.archive_handoffs",
    "letters.archive_handoffs", "registry.archive_handoffs", "propose_destruction", "intake.uploads",
    "intake.alerts", "forget_checks", "letters.certificates",
    "intake.job_failures", "review.job_failures", "letters.job_failures", "registry.job_failures",
    # Each case or file in a transaction of its own, with incidents and next tries of its own since it was made
    # (tests/registry): archive_cases, check_archive, destroy_archives.
    "archive_cases", "check_archive", "destroy_archives",
}  # fmt: skip
# What is due for these needs another office or an old archive; their things go through the same ``each``.
ELSEWHERE = {"letters.lapse_numbers", "letters.pass_initials", "renew_stamps", "seal_packages", "intake.digest",
             "review.files", "review.recheck", "letters.files", "letters.recheck", "registry.files", "registry.recheck",
             "review.statistics", "intake.evidence", "intake.recheck", "intake.withdrawals", "intake.survey_sheets",
             "intake.survey_recheck",
             "intake.search", "review.search", "registry.search", "registry.agenda",
             "intake.conflicts", "review.conflicts", "review.standing", "ask_after_destroyed"}  # fmt: skip
POISONED = ["intake.lapse", "intake.uncollected", "intake.reminders", "review.reminders", "review.escalate",
            "letters.reminders", "registry.reminders"]  # fmt: skip


def all_jobs() -> dict[str, tuple[str, schedule.Job]]:
    return {
        job.name: (name, job) for name in SERVICES for job in importlib.import_module(f"services.{name}.tasks").JOBS
    }


@pytest.fixture(scope="module", autouse=True)
def _due(office: TestOffice) -> Iterator[None]:
    """Two things of each kind that somebody waits for; afterwards no run lies in the future.

    The first thing may be one that an earlier test closed to the administrator, who looks here.
    """
    for name in SERVICES:
        with office.service(name).database.transaction() as session:
            session.execute(delete(barring.conflict))
    for kind, state in 2 * DUE:
        kind.make(kind, office, state, "")
    yield
    for name in SERVICES:
        with office.service(name).database.transaction() as session:
            session.execute(delete(timed_job).where(timed_job.c.due_at > clock.now()))


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Whatever is done to the first thing fails in the end, with ``error``; ``tried`` counts the things."""
    seen: dict[str, Any] = {"error": RuleBroken("Berkas ini beracun."), "tried": 0}
    whole = Work.part

    @contextmanager
    def part(self: Work) -> Iterator[None]:
        seen["tried"] += 1
        with whole(self):
            yield
            if seen["tried"] == 1 and seen["error"]:
                raise seen["error"]

    monkeypatch.setattr(Work, "part", part)
    return seen


def run(office: TestOffice, name: str, at: datetime) -> list[str]:
    service, job = all_jobs()[name]
    return schedule.run_due(office.service(service), [job], at)


def noted(office: TestOffice, name: str) -> list[Any]:
    with office.service(all_jobs()[name][0]).reading() as session:
        return rows.failed(session, name)


def test_every_job_is_poisoned_or_has_no_rows() -> None:
    assert set(all_jobs()) == {*POISONED, *WHOLE, *ELSEWHERE}


@pytest.mark.parametrize("name", POISONED)
def test_one_things_failure_holds_no_other(office: TestOffice, poison: dict[str, Any], name: str) -> None:
    service, job = all_jobs()[name]
    at = clock.now() + timedelta(days=40)
    assert run(office, name, at) == [name], "the job itself has run"
    assert poison["tried"] > 1, "it went on with the others"
    (row,) = noted(office, name)
    assert (row.times, row.reason, row.next_try_at) == (1, "Berkas ini beracun.", at + rows.SOONEST)
    with office.service(service).database.transaction() as session:
        assert name not in schedule.failures(session)

    run(office, f"{service}.job_failures", at + timedelta(minutes=1 + POISONED.index(name)))
    with office.service(service).reading() as session:
        told = session.scalars(select(notice.c.text).where(notice.c.kind == "job_failed")).all()
    assert [text for text in told if name in text and row.subject in text and "beracun" in text]
    page = office.person("admin").get(f"/{service}/operations").get_data(as_text=True)
    assert f"{row.subject} gagal 1 kali" in page

    again = at + max(job.every, rows.SOONEST)
    poison["error"] = None
    assert run(office, name, again) == [name]
    assert noted(office, name) == [], "what succeeds is forgotten"


def test_the_next_try_waits_longer_each_time(office: TestOffice, poison: dict[str, Any]) -> None:
    at = clock.now() + timedelta(days=80)
    waits = []
    with office.service("letters").database.transaction() as session:
        session.execute(delete(timed_job_row))
    for _ in range(3):
        poison["tried"] = 0
        assert run(office, "letters.reminders", at) == ["letters.reminders"]
        (row,) = noted(office, "letters.reminders")
        waits.append(row.next_try_at - at)
        tried = poison["tried"]
        poison["tried"] = 100
        run(office, "letters.reminders", at + timedelta(minutes=1) if waits[-1] < timedelta(minutes=15) else at)
        assert tried >= 2
        at = max(row.next_try_at, at + timedelta(minutes=15))
    assert waits == [rows.SOONEST, rows.SOONEST * 2, rows.SOONEST * 4]
    with office.service("letters").database.transaction() as session:
        session.execute(delete(timed_job_row))


def test_a_server_that_is_away_is_no_things_fault(office: TestOffice, poison: dict[str, Any]) -> None:
    poison["error"] = Unavailable("Penyimpanan tidak menjawab.")
    assert run(office, "registry.reminders", clock.now() + timedelta(days=90)) == []
    assert noted(office, "registry.reminders") == []
    with office.service("registry").database.transaction() as session:
        assert schedule.failures(session)["registry.reminders"]["reason"] == "Penyimpanan tidak menjawab."
        session.execute(delete(timed_job_failure))
