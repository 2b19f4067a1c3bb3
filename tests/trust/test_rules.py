"""Deny by default: what has no rule does not start. Rights as data: the page says what the actions ask."""

from __future__ import annotations

import pytest
from celery import Celery

from services.handoffs.contract import SERVICES
from services.handoffs.contracts import CONTRACTS
from services.handoffs.inbox import Inbox
from services.handoffs.relay import attach
from services.shared.jobs import worker
from services.shared.rights.people import SYSTEM, Actor, Role
from services.shared.rights.rights import MovesOf
from tests.support.office import TestOffice
from tests.support.rights import rights_of


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


@pytest.mark.parametrize("name", SERVICES)
def test_every_verb_has_words(name: str) -> None:
    rights = rights_of(name)
    assert rights.verbs - set(rights.labels) == set(), f"services/{name}/verbs.py lacks words"


def test_rights_reach_as_far_as_their_rows_say() -> None:
    from services.review.rights import RIGHTS

    assert RIGHTS.may("see", someone(Role.CAMAT))
    assert not RIGHTS.may("see", someone(Role.TEAM))
    assert RIGHTS.may("see", someone(Role.TEAM), assigned=True)
    assert RIGHTS.may("know_applicant", someone(Role.TEAM), assigned=True)
    assert not RIGHTS.may("know_applicant", someone(Role.TEAM), assigned=True, confidential=True)
    assert not RIGHTS.may("know_applicant", someone(Role.AUDITOR), confidential=True)
    assert RIGHTS.may("know_applicant", SYSTEM, confidential=True)
    assert not RIGHTS.may("see", someone(Role.CLERK))


@pytest.mark.parametrize("name", SERVICES)
def test_the_page_shows_every_verb_to_all_staff(office: TestOffice, name: str) -> None:
    rights = rights_of(name)
    page = office.person("tim3").get(f"/{name}/rights").get_data(as_text=True)
    for verb in rights.verbs:
        assert rights.label(verb) in page
    parts: tuple[MovesOf, ...] = rights.moves
    assert all(part.thing.lower() in page for part in parts)
