"""Each server goes away and comes back under an office of real processes: it shows, and it heals by itself."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from services.shared.jobs.worker import PREFETCH
from services.shared.observability.tracing import PATIENCE
from tests.faults.chaos.walkers import Gone
from tests.faults.stand import FORM, Json, Stand, eventually, standing
from tests.support.collector import Collector
from tests.support.intake import withdrawal
from tests.support.serving import served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def collector() -> Collector:
    """Where the office's processes send their traces."""
    return Collector()


@pytest.fixture(scope="module")
def stand(collector: Collector) -> Iterator[Stand]:
    """One office for all tests of this file."""
    with served(collector) as address, standing(SIGAP_OTLP_ENDPOINT=address, OTEL_BSP_SCHEDULE_DELAY="200") as started:
        yield started


@pytest.mark.turns(3)
def test_a_request_is_followed_by_its_id_through_every_log(stand: Stand) -> None:
    mark = "uji-korelasi-01"
    case_no = stand.forward(stand.take_in(), mark)
    stand.arrives(case_no)
    (request,) = [line for line in stand.lines("intake web", mark) if line["event"] == "request"]
    assert (request["method"], request["status"]) == ("POST", 200)
    assert case_no not in request["route"]
    lines = stand.lines("review worker", mark)
    assert case_no in [line["case"] for line in lines if line["event"] == "handoff taken"]
    (task,) = [line for line in lines if line.get("task") == "review.receive"]
    assert (task["queue"], task["case"], task["outcome"]) == ("review", case_no, "done")
    assert task["ms"] > 0
    eventually(lambda: {"handoff acknowledged", "task"} <= {x["event"] for x in stand.lines("intake worker", mark)})


def test_one_trace_joins_page_handoff_task_and_acknowledgement(stand: Stand, collector: Collector) -> None:
    mark = "uji-jejak-0001"
    case_no = stand.forward(stand.take_in(), mark)
    stand.arrives(case_no)
    way = [
        ("intake", "POST /intake/api/complaints/<case_no>/forward"),
        ("intake", "publish review.receive"),
        ("review", "review.receive"),
        ("review", "publish intake.acknowledge"),
        ("intake", "intake.acknowledge"),
    ]
    eventually(lambda: set(way) <= {(span.service, span.name) for span in collector.marked(mark)})
    spans = {(span.service, span.name): span for span in collector.marked(mark)}
    assert len({spans[step].trace for step in way}) == 1
    for before, after in itertools.pairwise(way):
        assert spans[after].parent == spans[before].id
    statements = [span for span in collector.spans if span.parent == spans["review", "review.receive"].id]
    assert any("insert into inbox " in span.facts.get("db.query.text", "") for span in statements)
    assert collector.paths == {"/v1/traces"}
    who = FORM["applicant"]
    for secret in (case_no, "Orang Uji", "7105151203689901", "Malola", who["name"], who["nik"], who["phone"]):
        assert secret.encode() not in collector.bytes, secret


def test_a_collector_that_hangs_costs_no_request_anything(stand: Stand, collector: Collector) -> None:
    case = stand.take_in()
    with collector.hanging():
        begun = time.monotonic()
        case_no = stand.forward(case)
        assert time.monotonic() - begun < PATIENCE  # one span alone could wait that long
        stand.arrives(case_no)


def test_workers_and_beat_are_seen(stand: Stand) -> None:
    eventually(lambda: stand.operations("review")["beat_at"])
    facts = stand.operations("review")
    assert [worker["worker"] for worker in facts["workers"]] == ["review@chaos"]
    assert facts["store_answers"]


def test_redis_restarted_empty(stand: Stand) -> None:
    case = stand.take_in()
    stand.servers.valkey.kill()
    case_no = stand.forward(case)  # staff go on working
    assert stand.operations("intake")["queues"] is None
    assert stand.operations("intake")["pairs"][1]["open"] >= 1
    stand.servers.valkey.wipe_restart()
    stand.arrives(case_no)
    assert stand.operations("intake")["queues"] is not None


@pytest.mark.turns(3)
def test_redis_frozen_under_the_workers(stand: Stand) -> None:
    case = stand.take_in()
    stand.servers.valkey.freeze()
    try:
        case_no = stand.forward(case)
        assert stand.operations("intake")["queues"] is None
    finally:
        stand.servers.valkey.thaw()
    stand.arrives(case_no)


@pytest.mark.turns(3)
def test_redis_restarted_empty_under_a_worker_that_holds_all_it_may(stand: Stand) -> None:
    worker, case = stand.processes["review worker"], stand.take_in()
    with worker.busy():
        case_no = stand.forward(case)
        eventually(lambda: stand.reserved("review") == PREFETCH)
        stand.servers.valkey.kill()
        before = len(worker.log.read_text(errors="replace"))

    def noticed() -> bool:
        said = worker.log.read_text(errors="replace")[before:]
        return said.count("Couldn't ack") >= PREFETCH or "Connection to broker lost" in said

    eventually(noticed)
    stand.servers.valkey.wipe_restart()
    stand.arrives(case_no)
    stand.arrives(stand.forward(stand.take_in()))


def test_postgresql_killed_and_started_again(stand: Stand) -> None:
    case = stand.take_in()
    stand.servers.postgres.kill()
    with pytest.raises(Gone, match="503"):
        stand.forward(case)
    stand.servers.postgres.start()
    stand.servers.postgres.wait_ready()
    stand.arrives(stand.forward(case))


@pytest.mark.turns(3)
def test_postgresql_with_a_full_disk(stand: Stand) -> None:
    case = stand.take_in()
    with stand.disk_full():
        case_no = stand.forward(case)
        log = stand.processes["review worker"].log
        eventually(lambda: "no room left" in log.read_text(errors="replace"))
        waiting = next(pair for pair in stand.operations("intake")["pairs"] if pair["receiver"] == "review")
        assert (waiting["open"], waiting["dead"]) == (1, 0)
    stand.arrives(case_no)


@pytest.mark.release  # a sample of its kind stays in `make test`
def test_the_object_store_away(stand: Stand) -> None:
    case_no = stand.forward(stand.take_in())
    stand.arrives(case_no)
    path = f"/intake/api/complaints/{case_no}"
    version = stand.clerk.call("GET", path)["version"]
    stand.clerk.call("POST", f"{path}/withdraw", json={"version": version, **withdrawal()})
    stand.servers.store.kill()
    with pytest.raises(Gone, match="503"):
        stand.take_in()  # the card cannot be stored, and the answer says so
    assert not stand.operations("intake")["store_answers"]
    _nobody_objects(stand, case_no)
    eventually(lambda: "Penyimpanan berkas sedang tidak" in _job(stand.operations("registry"), "archive_cases"))
    stand.servers.store.start()
    stand.servers.store.wait_ready()
    eventually(lambda: stand.clerk.call("GET", path)["archive_no"])


def _nobody_objects(stand: Stand, case_no: str) -> None:
    """The days for objections to a withdrawal have passed, and the section head has asked the applicant."""
    asked = "update intake.withdrawal set until = current_date - 1, confirmed_at = now() where case_no = :no"
    engine = create_engine(stand.servers.env()["SIGAP_ADMIN_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text(asked), {"no": case_no})
    engine.dispose()


def _job(facts: Json, name: str) -> str:
    """What a timed job's last run and failures say."""
    job = next(job for job in facts["jobs"] if job["job"] == name)
    return f"{job['outcome']} {job['failing']}"
