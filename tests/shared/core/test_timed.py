"""Timed jobs: one run a slot, however many beats tick; a failed run is tried again."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from services.shared.errors import Unavailable
from services.shared.jobs.schedule import LATEST, SOONEST, Job, failures, last_runs, run_due
from services.shared.unit_of_work import Work
from tests.support.office import TestOffice

NOW = datetime(2026, 11, 24, 1, 0, 1, tzinfo=UTC)


def job_of(runs: list[int], *, fail_first: bool = False) -> Job:
    def run(work: Work) -> str:
        runs.append(1)
        if fail_first and len(runs) == 1:
            raise RuntimeError("disk full")
        return "ok"

    return Job(f"job-{uuid.uuid4().hex[:8]}", timedelta(minutes=1), run)


def test_two_beats_by_mistake_run_a_job_once(office: TestOffice) -> None:
    runs: list[int] = []
    job = job_of(runs)
    service = office.service("registry")
    with ThreadPoolExecutor(8) as beats:
        results = list(beats.map(lambda _: run_due(service, [job], NOW), range(8)))
    assert len(runs) == 1
    assert sum(len(result) for result in results) == 1


def test_the_next_slot_runs_again(office: TestOffice) -> None:
    runs: list[int] = []
    job = job_of(runs)
    for minute in (0, 0, 1):
        run_due(office.service("registry"), [job], NOW + timedelta(minutes=minute))
    assert len(runs) == 2


def test_a_failed_run_frees_its_slot(office: TestOffice) -> None:
    runs: list[int] = []
    job, service = job_of(runs, fail_first=True), office.service("registry")
    assert run_due(service, [job], NOW) == []
    assert run_due(service, [job], NOW + SOONEST - timedelta(seconds=1)) == [], "it waits"
    assert run_due(service, [job], NOW + SOONEST) == [job.name]


def test_tries_while_a_server_was_away_do_not_lengthen_the_pause(office: TestOffice) -> None:
    """An outage of a few minutes is twenty ticks; one fault behind it had the job stand still for an hour."""
    errors: list[Exception] = [*(Unavailable("away") for _ in range(20)), RuntimeError("odd"), RuntimeError("odd")]

    def run(work: Work) -> str:
        if errors:
            raise errors.pop(0)
        return "ok"

    job, service = Job(f"job-{uuid.uuid4().hex[:8]}", timedelta(seconds=10), run), office.service("registry")
    for tick in range(21):
        run_due(service, [job], NOW + timedelta(seconds=10 * tick))
    last = NOW + timedelta(seconds=200)
    assert run_due(service, [job], last + SOONEST) == [], "the second fault"
    with service.reading() as session:
        failure = failures(session)[job.name]
    assert (failure["times"], failure["next_try_at"]) == (22, last + 3 * SOONEST), "then twice as long"
    assert run_due(service, [job], last + 3 * SOONEST) == [job.name]


def test_a_pause_grows_to_an_hour_and_no_further(office: TestOffice) -> None:
    def run(work: Work) -> str:
        raise RuntimeError("odd")

    job, service, now, pauses = Job(f"job-{uuid.uuid4().hex[:8]}", SOONEST, run), office.service("registry"), NOW, []
    for _ in range(9):
        run_due(service, [job], now)
        with service.reading() as session:
            failure = failures(session)[job.name]
        pauses.append(failure["next_try_at"] - now)
        now = failure["next_try_at"]
    assert pauses == [min(SOONEST * 2**times, LATEST) for times in range(9)]


def test_one_that_found_nothing_is_let_be_and_one_that_did_is_not(office: TestOffice) -> None:
    said = ["2 baris", "", "1 baris", ""]
    every, rest = timedelta(seconds=10), timedelta(minutes=10)
    job = Job(f"job-{uuid.uuid4().hex[:8]}", every, lambda work: said.pop(0), rest)
    service = office.service("registry")

    def run(seconds: int) -> bool:
        return bool(run_due(service, [job], NOW + timedelta(seconds=seconds)))

    assert [run(0), run(10), run(20), run(300), run(590)] == [True, True, False, False, False]
    with service.reading() as session:
        last = last_runs(session)[job.name]
    assert job.next_run(last, NOW + timedelta(seconds=590)) == job.slot(NOW + timedelta(seconds=10)) + rest
    assert [run(611), run(621)] == [True, True], "there was something to do again"
