"""A clock that is set back or forward: timed work goes on, by elapsed time."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from kombu.exceptions import OperationalError
from sqlalchemy import select, update

from deploy import health
from services import beat
from services.handoffs import outbox
from services.handoffs.tables import outbox as outbox_table
from services.registry.tables import ArchiveCase
from services.shared.calendar import clock
from services.shared.jobs import schedule
from services.shared.jobs.proofs import Signer, new_key
from services.shared.jobs.schedule import Job
from services.shared.jobs.worker import Tick
from services.shared.notices import rows as notices
from services.shared.notices.posting import Via, post
from services.shared.notices.tables import notice
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Work
from tests.support.messages import Pair, new_case
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest, run_archive

NOON = datetime(2031, 5, 5, 4, 0, tzinfo=UTC)


class Broker:
    """Takes what the beat sends; away for the first ``fails``."""

    sigap_signer = Signer("beat", new_key())

    def __init__(self, fails: int = 0) -> None:
        self.fails, self.sent = fails, [0.0][:0]

    def send_task(self, *_: Any, **__: Any) -> None:
        if self.fails:
            self.fails -= 1
            raise OperationalError("away")
        self.sent.append(time.monotonic())


def ticked(tmp_path: Path, broker: Broker, seconds: float) -> None:
    stop = threading.Event()
    threading.Timer(seconds, stop.set).start()
    beat.run(broker, [Tick("x", "x.ticks", 0.1, 1)], stop, tmp_path / "sign")  # type: ignore[arg-type]


@pytest.mark.parametrize("step", [-86_400 * 30, -3600, 3600, 86_400 * 30], ids=["-month", "-hour", "hour", "month"])
def test_the_beat_ticks_on_whatever_the_wall_clock_says(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, begun, broker = time.time, time.monotonic(), Broker()
    monkeypatch.setattr(time, "time", lambda: real() + (step if time.monotonic() - begun > 0.4 else 0))
    ticked(tmp_path, broker, 1.0)
    gaps = [later - sooner for sooner, later in zip(broker.sent, broker.sent[1:], strict=False)]
    assert len(broker.sent) >= 6
    assert max(gaps) < 0.5
    monkeypatch.setenv("SIGAP_BEAT_FILE", str(tmp_path / "sign"))
    assert health.main("beat") == 0


def test_the_beat_outlives_a_broker_that_is_away(tmp_path: Path) -> None:
    broker = Broker(fails=3)
    ticked(tmp_path, broker, 0.8)
    assert len(broker.sent) >= 2


def test_a_beat_that_hangs_is_not_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGAP_BEAT_FILE", str(tmp_path / "sign"))
    assert health.main("beat") == 1, "it has never ticked"
    (tmp_path / "sign").write_text(str(time.monotonic() - 60))
    assert health.main("beat") == 1


@pytest.mark.parametrize("back", [timedelta(minutes=20), timedelta(hours=1), timedelta(days=400)])
def test_a_job_runs_on_after_the_clock_was_set_back(office: TestOffice, back: timedelta) -> None:
    ran: list[datetime] = []

    def note(work: Work) -> str:
        ran.append(work.now)
        return ""

    service, job = office.service("review"), Job(f"test.{back}", timedelta(minutes=5), note)
    for minute in (0, 5, 10, 15, 20):
        schedule.run_due(service, [job], NOON + timedelta(minutes=minute))
    assert len(ran) == 5
    then = NOON + timedelta(minutes=20) - back
    for minute in (0, 1, 5, 6, 10):
        schedule.run_due(service, [job], then + timedelta(minutes=minute))
    assert ran[5:] == [then + timedelta(minutes=minute) for minute in (0, 5, 10)], "once a slot, at once"


@pytest.mark.parametrize("back", [3, 3600, 86_400], ids=["seconds", "hour", "day"])
def test_a_form_that_is_open_while_the_clock_is_set_back_is_taken(
    office: TestOffice, back: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, client = time.time, office.person("kasi").client("review")
    token = client.get("/review/api/session").get_json()["csrf_token"]
    monkeypatch.setattr(time, "time", lambda: real() - back)
    answer = client.post("/review/api/cases/TIDAK-ADA/decline", json={}, headers={"X-CSRFToken": token})
    assert answer.status_code in {404, 422}, answer.get_data(as_text=True)
    forged = client.post("/review/api/cases/TIDAK-ADA/decline", json={}, headers={"X-CSRFToken": f"{token[:-4]}AAAA"})
    assert forged.status_code == 400


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=30)], ids=["hours", "month"])
def test_a_handoff_of_a_clock_that_ran_ahead_is_sent_when_the_clock_is_right(
    office: TestOffice, ahead: timedelta
) -> None:
    service, case_no = office.service("intake"), new_case()
    Pair(service, office.service("review")).post(case_no)
    mine, then = outbox_table.c.case_no == case_no, clock.now() + ahead
    with service.database.transaction() as session:
        session.execute(update(outbox_table).where(mine).values(next_at=then, created_at=then))
    with service.database.looking() as line:
        assert outbox.is_late(line, clock.now() - timedelta(days=1)), "nobody knows since when it waits"
        waits = outbox.due_in(line, 30)
    assert waits is not None
    assert waits <= 0
    with service.database.transaction() as session:
        claimed = [e.case_no for e in outbox.claim_due(session, "intake", 30, 10_000, [])]
    assert case_no in claimed
    with service.database.transaction() as session:
        again = [e.case_no for e in outbox.claim_due(session, "intake", 30, 10_000, [])]
        session.execute(update(outbox_table).where(mine).values(acked_at=clock.now()))
    assert case_no not in again, "due again only after a pause"


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=30)], ids=["hours", "month"])
def test_a_notice_of_a_clock_that_ran_ahead_goes_when_the_clock_is_right(office: TestOffice, ahead: timedelta) -> None:
    service, now = office.service("review"), clock.now()
    with service.work(SYSTEM, now + ahead) as work:
        told = {"kind": "case_update", "subject": new_case(), "occasion": str(ahead), "text": "x", "link": ""}
        assert post(work, recipient="kasi", **told)
    with service.database.transaction() as session:
        claimed = notices.claim(session, [Via.BELL], now, 10_000)
    assert told["subject"] in {row.subject for row in claimed}
    with service.database.looking() as line:
        mine = select(notice.c.next_at).where(notice.c.subject == told["subject"])
        assert line.execute(mine).scalar_one() <= now + notices.LONGEST_WAIT


def test_a_package_of_a_clock_that_ran_ahead_is_made_when_the_clock_is_right(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.complete()
    with office.service("registry").database.transaction() as session:
        mine = update(ArchiveCase).where(ArchiveCase.case_no == case.case_no)
        session.execute(mine.values(next_try_at=clock.now() + timedelta(days=30)))
    run_archive(office)
    assert case.now()["state"] == "archived"
