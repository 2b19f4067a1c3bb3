"""A timed job that fails for one thing goes on with the others, says which and why, and tries again with back-off."""

from __future__ import annotations

import dataclasses
import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, text

from services.handoffs.contract import SERVICES
from services.handoffs.operations.words import job_in_words
from services.intake.actions.files import RECEIVER
from services.shared.calendar import clock
from services.shared.errors import RuleBroken, Unavailable
from services.shared.files.uploads.finishing import Uploads
from services.shared.jobs import rows, schedule
from services.shared.jobs.tables import timed_job, timed_job_failure, timed_job_row
from services.shared.notices.tables import notice
from services.shared.rights import barring
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Work
from tests.support.due import DUE
from tests.support.moves import CASE, COMPLAINT, ENDED, LETTER, REGISTERED
from tests.support.office import TestOffice

STATES = [(COMPLAINT, "awaiting_completion"), (COMPLAINT, "ready_for_handover"), (CASE, "section_head_review"),
          (CASE, "team_assigned"), (LETTER, LETTER.born), (LETTER, "letter_review"), (REGISTERED, "received"),
          (REGISTERED, "ready_for_handover"), (ENDED, "archived"), (COMPLAINT, "forwarded")]  # fmt: skip
POISONED = ["intake.lapse", "intake.uncollected", "intake.reminders", "review.reminders", "review.escalate",
            "letters.reminders", "registry.reminders", "intake.recheck", "intake.search", "review.search",
            *DUE]  # fmt: skip
# What these do to a thing is another transaction, or no row: it fails before it has begun.
FILES = {f"{service}.{job}" for service in ("review", "letters", "registry") for job in ("files", "recheck")}
FILES |= {"intake.evidence", "intake.survey_sheets", "intake.recheck"}
BESIDE = FILES | {
    "seal_packages",
    "renew_stamps",
    "destroy_archives",
    "intake.uploads",
    "review.uploads",
    "forget_checks",
}
# They take a thing after the other by leases of their own; a damaged thing among them is tried there.
LEASED = {
    "archive_cases": "tests.registry.test_archive:test_a_damaged_file_is_an_incident_the_others_go_on_and_it_heals",
    "check_archive": "tests.registry.test_fixity:test_a_package_cut_short_spoilt_or_gone_is_an_incident_not_a_crash",
}
# One statement over all rows, or one thing: there is no row that could hold another.
WHOLE = [
    "intake.forget_survey_links", "intake.forget_survey_order", "intake.audit_root", "review.audit_root",
    "letters.audit_root", "intake.archive_handoffs", "review.archive_handoffs",
    "letters.archive_handoffs", "registry.archive_handoffs", "registry.numbers",
]  # fmt: skip


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
    for kind, state in 2 * STATES:
        kind.make(kind, office, state, "")
    for service, table in (("intake", "complaint_words"), ("review", "cases")):  # as after an upgrade
        with office.service(service).database.transaction() as session:
            newest = f"select case_no from {table} order by case_no desc limit 2"
            session.execute(text(f"update {table} set folding = 0 where case_no in ({newest})"))
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
            first = seen["tried"] == 1 and seen["error"]
            if first and self.job in BESIDE:
                raise seen["error"]
            yield
            if first:
                raise seen["error"]

    monkeypatch.setattr(Work, "part", part)
    return seen


def run(office: TestOffice, name: str, at: datetime, *, rest: bool = True) -> list[str]:
    known, job = all_jobs()[name]
    service = office.worker(known)
    with_mail = service.settings.model_copy(update={"smtp_host": "surat.contoh.id"})
    job = job if rest else dataclasses.replace(job, rest=timedelta(0))
    return schedule.run_due(dataclasses.replace(service, settings=with_mail), [job], at)


def time_of(office: TestOffice, name: str) -> datetime:
    """When the job has something to do: some days from now, in the office's hours, on a day on which it is open."""
    if name == "letters.certificates":
        return clock.now() + timedelta(days=365 * 20)
    noon = clock.now().replace(hour=4)
    with office.service("intake").work(SYSTEM, noon) as work:
        return next(day for more in range(40, 60) if work.calendar.is_open((day := noon + timedelta(more)).date()))


def noted(office: TestOffice, name: str) -> list[Any]:
    with office.service(all_jobs()[name][0]).reading() as session:
        return rows.failed(session, name)


def test_every_job_is_poisoned_or_has_no_rows() -> None:
    assert sorted(all_jobs()) == sorted([*POISONED, *WHOLE, *LEASED])
    for name, test in LEASED.items():
        module, _, function = test.partition(":")
        assert callable(getattr(importlib.import_module(module), function)), name


@pytest.mark.parametrize("name", POISONED)
def test_one_things_failure_holds_no_other(office: TestOffice, poison: dict[str, Any], name: str) -> None:
    service, job = all_jobs()[name]
    at = time_of(office, name)
    with office.service(service).database.transaction() as session:
        session.execute(delete(timed_job_row))
        session.execute(delete(timed_job).where(timed_job.c.job == name))
    DUE.get(name, lambda *_: None)(office, at)
    assert run(office, name, at) == [name], "the job itself has run"
    assert poison["tried"] > 1, "it went on with the others"
    (row,) = noted(office, name)
    assert not row.subject.startswith("<"), "people read what it is"
    assert (row.times, row.reason, row.next_try_at) == (1, "Berkas ini beracun.", at + rows.SOONEST)
    with office.service(service).database.transaction() as session:
        assert name not in schedule.failures(session)

    poison["tried"] = 1
    with office.service(service).database.transaction() as session:
        session.execute(delete(timed_job).where(timed_job.c.job == f"{service}.job_failures"))
    run(office, f"{service}.job_failures", at + timedelta(minutes=1))
    with office.service(service).reading() as session:
        told = session.scalars(select(notice.c.text).where(notice.c.kind == "job_failed")).all()
    assert [text for text in told if job_in_words(name) in text and row.subject in text and "beracun" in text]
    page = office.person("admin").get(f"/{service}/operations").get_data(as_text=True)
    assert f"{row.subject} gagal 1 kali" in page

    again = at + max(job.every, rows.SOONEST)
    poison["error"] = None
    assert run(office, name, again, rest=False) == [name]
    assert noted(office, name) == [], "what succeeds is forgotten"


@pytest.mark.parametrize("name", WHOLE)
def test_one_that_fails_as_a_whole_holds_no_other_job_is_told_of_and_waits(office: TestOffice, name: str) -> None:
    known, job = all_jobs()[name]
    service, at, tried = office.worker(known), time_of(office, name), 0

    def poisoned(work: Work) -> str:
        nonlocal tried
        tried += 1
        job.run(work)
        raise RuleBroken("Seluruhnya beracun.")

    broken = dataclasses.replace(job, run=poisoned)
    other = schedule.Job(f"{known}.uji", timedelta(seconds=1), lambda work: "jalan")
    with service.database.transaction() as session:
        session.execute(delete(timed_job_failure))
        names = (name, other.name, f"{known}.job_failures")
        session.execute(delete(timed_job).where(timed_job.c.job.in_(names)))
    for wait in (0, 10, 30, 59, 90):
        assert schedule.run_due(service, [broken, other], at + timedelta(seconds=wait)) == [other.name]
    assert tried == 3, "at once, after half a minute, after a minute more"
    assert run(office, f"{known}.job_failures", at)
    with service.reading() as session:
        assert schedule.failures(session)[name]["times"] == 3
        told = session.scalars(select(notice.c.text).where(notice.c.kind == "job_failed")).all()
    assert [text for text in told if job_in_words(name) in text and "Seluruhnya beracun." in text]

    assert schedule.run_due(service, [job], at + timedelta(minutes=5)) == [name]
    with service.reading() as session:
        assert name not in schedule.failures(session)


def test_a_whole_batch_of_poisoned_things_holds_no_other(office: TestOffice) -> None:
    """What waits for another try takes nobody's place among the few that a run looks up."""
    at, service = time_of(office, "review.search"), office.service("review")
    with service.work(SYSTEM, at) as work:
        work.job = "uji.penuh"
        poisoned = [f"racun {number}" for number in range(5)]

        def do(thing: str) -> str:
            if thing in poisoned:
                raise RuleBroken("Beracun.")
            return thing

        def due() -> list[str]:
            return [*poisoned, "sehat 1", "sehat 2"][: rows.at_most(work, 5)]

        assert rows.each(work, due(), str, do) == []
        assert rows.each(work, due(), str, do) == ["sehat 1", "sehat 2"]
        assert rows.ready(work, due(), str) == ["sehat 1", "sehat 2"]
        work.now += rows.SETTLED + rows.SOONEST
        rows.forget_settled(work)
        assert len(rows.failed(work.session, work.job)) == 5, "its next try was just now"
        work.now += timedelta(minutes=1)
        rows.forget_settled(work)
        assert rows.failed(work.session, work.job) == [], "nobody met them again: people did it by hand"


def test_a_clock_that_was_set_back_holds_no_thing(office: TestOffice) -> None:
    """A machine that believed in next year for a minute: what failed then is tried at once, not in a year."""
    with office.service("review").work(SYSTEM, clock.now() + timedelta(days=365)) as work:
        work.job = "uji.jam"
        rows.each(work, ["satu"], str, lambda _: 1 / 0)
        work.now -= timedelta(days=365)
        assert rows.at_most(work, 5) == 5
        assert rows.ready(work, ["satu"], str) == ["satu"]
        assert rows.each(work, ["satu"], str, str) == ["satu"]
        assert rows.failed(work.session, work.job) == []


@pytest.mark.parametrize("facts", ["", "{", "[]", '{"stored": null}'])
def test_an_upload_cut_off_by_a_power_cut_holds_no_other(office: TestOffice, facts: str) -> None:
    DUE["intake.uploads"](office, clock.now())
    spool = Uploads(office.service("intake"), RECEIVER).spool
    first, second = spool.expired(clock.now())[:2]
    place = spool.bytes_of(spool.waiting("UJI")[0]).parent.parent
    (place / first / "facts.json").write_text(facts)
    os.utime(place / first / "facts.json", (0, 0))
    assert [upload.id for upload in spool.waiting("UJI")] == [second], "the page of the case opens"
    run(office, "intake.uploads", time_of(office, "intake.uploads") + timedelta(days=len(facts)))
    assert not (place / first).exists()
    assert not (place / second).exists()


def test_the_next_try_waits_longer_each_time(office: TestOffice, poison: dict[str, Any]) -> None:
    at = all_jobs()["letters.reminders"][1].slot(clock.now()) + timedelta(days=80)
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
