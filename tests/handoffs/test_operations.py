"""The operations page: what waits, what is dead and why, and Replay; for admin, and for the auditor to read."""

from __future__ import annotations

import dataclasses
import importlib
import uuid
from datetime import timedelta

import pytest
from lxml import html

from services.handoffs import outbox
from services.handoffs.contract import SERVICES
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Acknowledgement
from services.handoffs.operations import heartbeat, status, words
from services.handoffs.web import handoffs_late
from services.shared.calendar import clock
from services.shared.errors import Unavailable
from services.shared.jobs.schedule import SOONEST, Job, run_due
from services.shared.unit_of_work import Work
from tests.support.messages import Pair, new_case
from tests.support.office import TestOffice


def refuse(pair: Pair, case_no: str) -> str:
    message = pair.post(case_no, reason="Ferdinand Karundeng pindah rumah")
    pair.settle([Acknowledgement(message.id, "intake", "dead", "RuleBroken: aturan dilanggar")])
    return message.id


@pytest.mark.parametrize("username", ["admin", "auditor"])
def test_a_dead_letter_is_shown_with_its_reason_and_without_personal_data(
    office: TestOffice, pair: Pair, username: str
) -> None:
    case_no = new_case()
    refuse(pair, case_no)
    page = office.person(username).get("/intake/operations").get_data(as_text=True)
    assert case_no in page
    assert "aturan dilanggar" in page
    assert "Ferdinand" not in page
    assert ("Kirim ulang" in page) == (username == "admin")
    facts = office.person(username).ask("/intake/api/operations")
    assert "Ferdinand" not in str(facts)
    assert next(d for d in facts["dead"] if d["case_no"] == case_no)["reason"] == "RuleBroken: aturan dilanggar"


def test_each_timed_job_and_each_handoff_is_said_in_words(office: TestOffice) -> None:
    jobs = [job.name for name in SERVICES for job in importlib.import_module(f"services.{name}.tasks").JOBS]
    assert {name.rpartition(".")[2] for name in jobs} == set(words.JOBS)
    assert {contract.kind for contract in CONTRACTS.all} == set(words.KINDS)
    page = office.person("admin").get("/intake/operations").text
    assert "Mengingatkan batas waktu" in page
    folded = html.document_fromstring(page).xpath("//details[@id='jobs-intake']//tbody/tr")
    assert folded, "what goes well opens by a press: a page of it hid the one that fails"


def test_replay_sends_the_same_message_again_once(office: TestOffice, pair: Pair) -> None:
    case_no = new_case()
    identifier = refuse(pair, case_no)
    admin = office.person("admin")
    admin.do(f"/intake/api/operations/replay/{identifier}")
    assert pair.states(case_no) == ["waiting"]
    admin.do(f"/intake/api/operations/replay/{identifier}", expect=409)
    with pair.sender.database.transaction() as session:
        outbox.all_due_now(session)
        due = [e for e in outbox.claim_due(session, "intake", 30, 10_000, []) if e.case_no == case_no]
    assert [e.id for e in due] == [identifier]
    pair.settle(pair.take(*due))
    assert (pair.states(case_no), pair.effects(case_no)) == (["received"], [1])


def test_others_may_neither_look_nor_replay(office: TestOffice, pair: Pair) -> None:
    identifier = refuse(pair, new_case())
    assert office.person("kasi").get("/intake/operations").status_code == 403
    assert office.person("auditor").post(f"/intake/api/operations/replay/{identifier}").status_code == 403
    assert office.app("intake").test_client().get("/intake/metrics").status_code == 401


def test_metrics_need_the_token_and_name_the_pairs(office: TestOffice, pair: Pair) -> None:
    from pydantic import SecretStr

    refuse(pair, new_case())
    service = office.service("intake")
    before = service.settings
    service.settings = before.model_copy(update={"metrics_token": SecretStr("rahasia-metrik")})
    try:
        client = office.app("intake").test_client()
        assert client.get("/intake/metrics", headers={"Authorization": "Bearer salah"}).status_code == 401
        answer = client.get("/intake/metrics", headers={"Authorization": "Bearer rahasia-metrik"})
    finally:
        service.settings = before
    text = answer.get_data(as_text=True)
    assert 'sigap_handoffs_dead{receiver="review",sender="intake"}' in text
    assert 'sigap_queue_length{queue="intake.acks"}' in text
    assert 'sigap_notices_waiting{channel="bell",service="intake"}' in text
    assert 'sigap_notices_failed{channel="sms",service="intake"}' in text


def test_held_messages_and_workers_are_counted(office: TestOffice, pair: Pair) -> None:
    case_no = new_case()
    pair.post(case_no)
    pair.take(pair.post(case_no))
    with pair.receiver.database.transaction() as session:
        heartbeat.sign(session, "review@meja", clock.now())
        heartbeat.sign(session, heartbeat.BEAT, clock.now())
    facts = status.read(pair.receiver, (), clock.now())
    assert any(row["reason"] == "gap" and row["count"] >= 1 for row in facts.held)
    assert [worker["worker"] for worker in facts.workers] == ["review@meja"]
    assert not facts.worker_silent
    assert not facts.beat_silent
    later = dataclasses.replace(facts, at=facts.at + timedelta(minutes=2))
    assert later.worker_silent
    assert later.beat_silent
    without_beat = dataclasses.replace(facts, beat_at=None)
    assert without_beat.beat_silent
    assert not without_beat.worker_silent


def test_a_failing_job_is_shown_until_it_runs_well(office: TestOffice) -> None:
    broken = True

    def run(work: Work) -> str:
        if broken:
            raise Unavailable("Penyimpanan berkas sedang tidak dapat dihubungi.")
        return "beres"

    service = office.service("registry")
    job = Job(f"uji-{new_case()}", timedelta(minutes=1), run)
    for _ in range(2):
        assert run_due(service, [job], clock.now()) == []
    shown = status.read(service, (job,), clock.now())
    assert shown.jobs[0]["failing"]["times"] == 2
    assert "Penyimpanan" in shown.jobs[0]["failing"]["reason"]
    assert not shown.well
    broken = False
    assert run_due(service, [job], clock.now()) == [job.name]
    assert status.read(service, (job,), clock.now()).jobs[0]["failing"] is None


def test_what_failed_is_said_to_look_again_when_it_does(office: TestOffice) -> None:
    """A yearly job that failed said *next year*, and one of each ten seconds *at once*, while both waited."""
    now, service = clock.now(), office.service("registry")

    def run(work: Work) -> str:
        raise RuntimeError("odd")

    for every in (timedelta(seconds=10), timedelta(days=365)):
        job = Job(f"uji-{new_case()}", every, run)
        run_due(service, [job], now)
        for later, due in ((1, now + SOONEST), (60, now + timedelta(seconds=60))):
            (shown,) = status.read(service, (job,), now + timedelta(seconds=later)).jobs
            assert shown["next_run"] == due


def test_the_banner_comes_with_a_late_or_dead_handoff(office: TestOffice, pair: Pair) -> None:
    refuse(pair, new_case())
    assert handoffs_late(pair.sender)
    page = office.person("loket1").get("/intake/book").get_data(as_text=True)
    assert "banner-late" in page


def test_bodies_are_masked_but_codes_stay() -> None:
    body = {"outcome": "resolved", "applicant": {"name": "Siti"}, "files": [{"sha256": "ab", "name": "x"}], "round": 2}
    assert status.masked(body) == {
        "outcome": "resolved",
        "applicant": {"name": "•••"},
        "files": [{"sha256": "ab", "name": "•••"}],
        "round": 2,
    }


def test_replaying_what_is_not_there_is_a_conflict(office: TestOffice) -> None:
    office.person("admin").do(f"/letters/api/operations/replay/{uuid.uuid4()}", expect=409)
