"""What a browser or a program must send with a change, over HTTP and over HTTPS; and what it is told if it did not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from deploy.setup import DEMO_PASSWORD
from services.handoffs.contract import SERVICES
from services.shared.web.cookies import SESSION as COOKIE
from services.shared.web.csrf import FOREIGN
from tests.support.office import TestOffice
from tests.support.tokens import carry

HOSTS = ("http://localhost", "https://sigap.example.go.id", "https://sigap.example.go.id:8443")
Send = Callable[..., TestResponse]


def at(office: TestOffice, host: str, username: str = "kasi") -> tuple[FlaskClient, Send]:
    """A program with a session, and how it posts to ``/review/api/cases/…``; nothing but what is given is sent."""
    client = office.app("review").test_client()
    cookie = office.person(username).client("review").get_cookie(COOKIE)
    assert cookie is not None
    carry(office, client, cookie.value, domain=host.split("//")[1].split(":", maxsplit=1)[0])

    def send(path: str = "/review/api/cases/TIDAK-ADA/decline", **given: Any) -> TestResponse:
        return client.post(path, base_url=host, **given)

    return client, send


@pytest.mark.parametrize("host", HOSTS)
def test_a_program_needs_no_referer(office: TestOffice, host: str) -> None:
    client, send = at(office, host)
    token = client.get("/review/api/session", base_url=host).get_json()["csrf_token"]
    body = {"json": {"version": 1, "reason": "Uji"}}
    assert send(**body, headers={"X-CSRFToken": token}).status_code in {404, 422}
    assert send(**body, headers={"X-Requested-With": "sigap"}).status_code in {404, 422}
    assert send(**body, headers={"X-Requested-With": "sigap", "Origin": host}).status_code in {404, 422}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    "given",
    [
        {"json": {}},
        {"json": {}, "headers": {"X-CSRFToken": "karangan"}},
        {"data": {}, "headers": {"X-Requested-With": "sigap"}},  # a form of another page could be sent like this
        {"data": "{}", "content_type": "text/plain", "headers": {"X-Requested-With": "sigap"}},
    ],
)
def test_without_either_it_is_told_what_to_send(office: TestOffice, host: str, given: dict[str, Any]) -> None:
    answer = at(office, host)[1](**given)
    assert answer.status_code == 400
    said = answer.get_json()["message"]
    assert "X-CSRFToken" in said
    assert "/review/api/session" in said
    assert "X-Requested-With" in said


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("header", ["Origin", "Referer"])
@pytest.mark.parametrize(
    "address", ["https://jahat.example", "https://sigap.example.go.id.jahat.example", "http://localhost:81/x"]
)
def test_another_site_is_refused_whatever_it_sends(office: TestOffice, host: str, header: str, address: str) -> None:
    client, send = at(office, host)
    token = client.get("/review/api/session", base_url=host).get_json()["csrf_token"]
    for proof in ({"X-CSRFToken": token}, {"X-Requested-With": "sigap"}):
        answer = send(json={}, headers=proof | {header: address})
        assert answer.status_code == 400
        assert answer.get_json()["message"] == FOREIGN


def test_a_page_over_https_is_told_to_load_again(office: TestOffice) -> None:
    _, send = at(office, HOSTS[1])
    answer = send("/review/cases/TIDAK-ADA/decline", data={"reason": "x"})
    assert answer.status_code == 400
    assert "terlalu lama terbuka" in answer.get_data(as_text=True)


@pytest.mark.parametrize("service", SERVICES)
def test_a_program_signs_in_over_https(office: TestOffice, service: str) -> None:
    client = office.app(service).test_client()
    asked = {"username": "auditor", "password": DEMO_PASSWORD}
    answer = client.post(
        f"/{service}/api/session", base_url=HOSTS[1], json=asked, headers={"X-Requested-With": "sigap"}
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert client.get(f"/{service}/api/me", base_url=HOSTS[1]).get_json()["username"] == "auditor"
