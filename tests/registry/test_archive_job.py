"""The archive job: a store that is silent, parts that come while it works, crashes, its budget, slow ticks."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.registry.archiving import job
from services.shared.jobs import schedule
from services.shared.rights.people import SYSTEM
from services.shared.storage.object_store import ObjectStore
from services.shared.unit_of_work import Service, Work
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest, archive_row, run_archive


def _claims(service: Service, now: datetime) -> list[job.Claim]:
    """Every case that is due at a moment, claimed as a run of the job would (other tests' cases too)."""
    return list(iter(lambda: job.claim(service, now), None))


def test_the_store_not_answering_notes_nothing(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.complete()
    service = office.service("registry")
    nowhere = service.settings.model_copy(update={"s3_endpoint": "http://127.0.0.1:9"})
    with replace(service, store=ObjectStore(nowhere)).work(SYSTEM) as work:
        assert "tidak dapat dihubungi" in job.archive_cases(work)
    assert case.now()["incidents"] == []
    assert archive_row(office, case.case_no).archive_no is None
    run_archive(office)
    assert case.now()["state"] == "archived"


def test_a_part_that_comes_while_the_package_is_made_is_not_lost(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.complete()
    service = office.service("registry")
    run_archive(office)  # whatever else is due
    case.intake_part(note="Survei diisi")
    (claimed,) = [c for c in _claims(service, datetime.now(UTC)) if c.case_no == case.case_no]
    case.intake_part(note="Survei diubah")
    assert job.archive(service, claimed) is False
    assert case.now()["state"] == "awaiting"
    run_archive(office)
    assert (case.now()["state"], case.now()["revision"]) == ("archived", 2)


def test_after_a_crash_the_case_is_due_again_when_its_lease_ends(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.complete()
    service, now = office.service("registry"), datetime.now(UTC)
    assert case.case_no in {c.case_no for c in _claims(service, now)}
    assert case.case_no not in {c.case_no for c in _claims(service, now + timedelta(minutes=9))}
    (again,) = [c for c in _claims(service, now + timedelta(minutes=11)) if c.case_no == case.case_no]
    assert job.archive(service, again) is True


def test_the_job_takes_no_new_case_after_its_budget(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.complete()
    with office.service("registry").work(SYSTEM) as work:
        assert job.archive_cases(work, budget=0) == "0 diarsipkan, 0 gagal"
    assert case.now()["state"] == "awaiting"
    run_archive(office)
    assert case.now()["state"] == "archived"


def test_a_tick_neither_waits_for_a_slow_run_nor_runs_beside_it(office: TestOffice) -> None:
    service, now = office.service("registry"), datetime(2040, 1, 1, tzinfo=UTC)
    running, finish = threading.Event(), threading.Event()

    def slow(work: Work) -> str:
        running.set()
        assert finish.wait(20)
        return "done"

    one = schedule.Job("slow", timedelta(seconds=30), slow)
    thread = threading.Thread(target=schedule.run_due, args=(service, (one,), now))
    thread.start()
    assert running.wait(20)
    started = time.monotonic()
    assert schedule.run_due(service, (one,), now) == []
    assert schedule.run_due(service, (one,), now + timedelta(minutes=1)) == []
    assert time.monotonic() - started < 5, "a tick waited for the slow run"
    finish.set()
    thread.join()
    assert schedule.run_due(service, (one,), now + timedelta(minutes=1)) == ["slow"]
