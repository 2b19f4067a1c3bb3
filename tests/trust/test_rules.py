"""Deny by default: what has no rule does not start. Rights as data."""

from __future__ import annotations

import pytest
from celery import Celery

from services.handoffs.contracts import CONTRACTS
from services.handoffs.inbox import Inbox
from services.handoffs.relay import attach
from services.shared.errors import Forbidden
from services.shared.jobs import worker
from services.shared.rights.people import SYSTEM, Actor, Role
from tests.support.office import TestOffice
from tests.support.verbs import tables


def someone(*roles: Role) -> Actor:
    return Actor(None, "x", "X", frozenset(roles))


@pytest.fixture
def celery(office: TestOffice) -> Celery:
    app = worker.make_app("letters", office.settings["letters"])
    attach(app, office.service("letters"), Inbox(CONTRACTS, {}))
    return app


def test_the_tasks_of_a_service_have_rules(celery: Celery) -> None:
    worker.check_rules(celery)


@pytest.mark.parametrize("queue", [None, "review", "letters.elsewhere"])
def test_a_task_without_a_queue_of_its_service_does_not_start(celery: Celery, queue: str | None) -> None:
    @celery.task(name="letters.forgotten", shared=False, taken_from=queue)
    def forgotten() -> None:
        """Does nothing."""

    with pytest.raises(worker.NoRule, match=r"letters\.forgotten"):
        worker.check_rules(celery)


def test_a_task_that_comes_by_another_queue_is_refused(celery: Celery) -> None:
    sweep = celery.tasks["letters.sweep"]
    sweep.push_request(delivery_info={"routing_key": "letters"}, called_directly=False)
    try:
        with pytest.raises(worker.WrongQueue):
            sweep()
    finally:
        sweep.pop_request()


def test_rights_reach_as_far_as_their_rows_say(office: TestOffice) -> None:
    rights = tables(office, "review")[0].rights
    assert rights.may("see", someone(Role.CAMAT))
    assert not rights.may("see", someone(Role.TEAM))
    assert rights.may("see", someone(Role.TEAM), assigned=True)
    assert rights.may("know_applicant", someone(Role.TEAM), assigned=True)
    assert not rights.may("know_applicant", someone(Role.TEAM), assigned=True, confidential=True)
    assert not rights.may("know_applicant", someone(Role.AUDITOR), confidential=True)
    assert rights.may("know_applicant", SYSTEM, confidential=True)
    assert not rights.may("see", someone(Role.CLERK))


def test_a_refused_right_says_the_words_of_its_verb(office: TestOffice) -> None:
    rights = tables(office, "review")[0].rights
    rights.check("see", someone(Role.CAMAT), "Bukan untuk Anda.")
    rights.check("see", someone(Role.TEAM), assigned=True)
    with pytest.raises(Forbidden, match=r"^Bukan untuk Anda\.$"):
        rights.check("see", someone(Role.TEAM), "Bukan untuk Anda.")
    with pytest.raises(Forbidden, match="bukan tugas peran Anda"):
        rights.check("know_applicant", someone(Role.TEAM), assigned=True, confidential=True)
