"""The broker does not answer: staff go on working, the page says so, and what they did goes when it is back."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from deploy.demo.forms import complaint_form
from deploy.demo.steps import card, checklist, intake_path
from deploy.demo.stories import STORIES
from deploy.local.servers import Servers
from services.handoffs.operations import status
from services.handoffs.relay import Relay
from services.shared.calendar import clock
from services.shared.jobs import worker
from tests.support.intake import signature
from tests.support.office import TestOffice


@pytest.fixture
def publishing(office: TestOffice) -> Iterator[TestOffice]:
    """The office with intake publishing to the real broker after each commit, as its web process does."""
    office.set_aside()
    service = office.service("intake")
    service.publisher = Relay(worker.make_app("intake", service.settings, web=True), service).publish
    yield office
    service.publisher = None


def test_staff_go_on_while_the_broker_is_frozen(publishing: TestOffice, servers: Servers) -> None:
    office, form = publishing, complaint_form(STORIES[3])
    clerk = office.person("loket2")
    opened = clerk.do("/intake/api/complaints", {"purpose": "Mengadu", "override_reason": "Uji"}, expect=201)
    path = intake_path(opened["case_no"])
    _, name, data, kind = card("Oktavina Rumengan", "7105154410909904", "Malola")
    clerk.post(f"{path}/evidence?role=id_card", data=data, headers={"X-File-Name": name, "Content-Type": kind})
    case = clerk.do(f"{path}/submit-form", {"version": clerk.ask(path)["version"], **form})
    servers.valkey.freeze()
    try:
        begun = time.monotonic()
        rows = checklist(form, has_evidence=False)
        answer = clerk.do(f"{path}/forward", {"version": case["version"], "items": rows, "signature": signature()})
        assert time.monotonic() - begun < 10
        assert answer["state"] == "forwarded"
        page = clerk.get(path.replace("/api", "")).get_data(as_text=True).lower()
        assert "menunggu" in page
        assert status.read(office.service("intake"), (), clock.now()).queues is None
    finally:
        servers.valkey.thaw()
    office.pump()
    assert office.person("kasi").ask(f"/review/api/cases/{case['case_no']}")["state"] == "section_head_review"
