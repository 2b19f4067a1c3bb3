"""A frozen server holds no page: readiness answers within its patience, however often it is asked."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from services.intake.app import create_app
from services.shared.web.readiness import PATIENCE, Readiness
from tests.support.doctor import frozen
from tests.support.office import TestOffice

MANY = 24  # three times the threads of a web process


def ask(app: Flask) -> tuple[float, int, dict]:
    begun = time.monotonic()
    answer = app.test_client().get("/intake/readyz")
    return time.monotonic() - begun, answer.status_code, answer.get_json()


def test_a_frozen_store_and_a_frozen_broker_hold_nobody_and_the_office_serves(office: TestOffice) -> None:
    with frozen() as place:
        changes = {"s3_endpoint": f"http://{place}", "broker_url": f"redis://{place}/0"}
        app = create_app(office.settings["intake"].model_copy(update=changes))
        with ThreadPoolExecutor(MANY) as pool:
            answers = list(pool.map(ask, [app] * MANY))
    assert max(seconds for seconds, _, _ in answers) < PATIENCE + 1
    assert {status for _, status, _ in answers} == {200}
    assert answers[0][2] == {"service": "intake", "database": True, "broker": False, "store": False}


def test_without_its_database_it_does_not_serve(office: TestOffice) -> None:
    with frozen() as place:
        url = office.settings["intake"].database_url.split("@")[0] + f"@{place}/sigap"
        readiness = Readiness({"database": create_app(office.settings["intake"]).extensions["sigap"].database.ready})
        assert readiness.parts() == {"database": True}
        away = create_app(office.settings["intake"].model_copy(update={"database_url": url}))
        seconds, status, parts = ask(away)
    assert (status, parts["database"]) == (503, False)
    assert seconds < PATIENCE + 1


def test_a_look_that_comes_back_late_counts_again_and_is_never_asked_twice_at_once() -> None:
    open_, running = threading.Event(), []

    def slow() -> bool:
        running.append(1)
        return open_.wait(5)

    readiness = Readiness({"store": slow})
    assert readiness.parts() == {"store": False}
    assert readiness.parts() == {"store": False}
    assert len(running) == 1
    open_.set()
    assert readiness._looks["store"]._done.wait(2)
    assert readiness.parts() == {"store": True}, "it is back, and so is the answer"
