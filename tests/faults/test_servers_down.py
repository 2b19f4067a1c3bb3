"""Each server goes away and comes back under an office of real processes: it shows, and it heals by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.chaos.walkers import Gone
from tests.faults.stand import Json, Stand, eventually, standing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """One office for all tests of this file."""
    with standing() as started:
        yield started


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


def test_redis_frozen_under_the_workers(stand: Stand) -> None:
    case = stand.take_in()
    stand.servers.valkey.freeze()
    try:
        case_no = stand.forward(case)
        assert stand.operations("intake")["queues"] is None
    finally:
        stand.servers.valkey.thaw()
    stand.arrives(case_no)


def test_postgresql_killed_and_started_again(stand: Stand) -> None:
    case = stand.take_in()
    stand.servers.postgres.kill()
    with pytest.raises(Gone, match="503"):
        stand.forward(case)
    stand.servers.postgres.start()
    stand.servers.postgres.wait_ready()
    stand.arrives(stand.forward(case))


def test_postgresql_with_a_full_disk(stand: Stand) -> None:
    case = stand.take_in()
    with stand.disk_full():
        case_no = stand.forward(case)
        log = stand.processes["review worker"].log
        eventually(lambda: "no room left" in log.read_text(errors="replace"))
        waiting = next(pair for pair in stand.operations("intake")["pairs"] if pair["receiver"] == "review")
        assert (waiting["open"], waiting["dead"]) == (1, 0)
    stand.arrives(case_no)


def test_the_object_store_away(stand: Stand) -> None:
    case_no = stand.forward(stand.take_in())
    stand.arrives(case_no)
    stand.servers.store.kill()
    with pytest.raises(Gone, match="503"):
        stand.take_in()  # the card cannot be stored, and the answer says so
    assert not stand.operations("intake")["store_answers"]
    path = f"/intake/api/complaints/{case_no}"
    version = stand.clerk.call("GET", path)["version"]
    stand.clerk.call("POST", f"{path}/withdraw", json={"version": version, "reason": "Sudah damai"})
    eventually(lambda: "Penyimpanan berkas sedang tidak" in _job(stand.operations("registry"), "archive_cases"))
    stand.servers.store.start()
    stand.servers.store.wait_ready()
    eventually(lambda: stand.clerk.call("GET", path)["archive_no"])


def _job(facts: Json, name: str) -> str:
    """What a timed job's last run and failures say."""
    job = next(job for job in facts["jobs"] if job["job"] == name)
    return f"{job['outcome']} {job['failing']}"
