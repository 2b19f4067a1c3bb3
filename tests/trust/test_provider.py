"""Signing in by an OpenID provider, against a fake on loopback that also misbehaves."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Flask
from pydantic import SecretStr
from werkzeug.test import TestResponse

from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory
from tests.support.browser import Browser, real_office
from tests.support.office import TestOffice
from tests.support.provider import CLIENT, SECRET, FakeProvider, serving


@pytest.fixture(scope="module")
def running() -> Iterator[FakeProvider]:
    with serving() as found:
        yield found


@pytest.fixture
def provider(running: FakeProvider) -> FakeProvider:
    running.fault, running.subject = "", uuid.uuid4().hex
    return running


@pytest.fixture(scope="module")
def app(office: TestOffice, running: FakeProvider) -> Flask:
    secret = {"oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET)}
    return real_office(office, oidc_issuer=running.issuer, **secret)


@pytest.fixture
def linked(app: Flask, provider: FakeProvider) -> str:
    """An account that the administrator has linked to the subject."""
    directory: Directory = app.extensions["sigap_accounts"]
    username = f"uji-{uuid.uuid4().hex[:8]}"
    directory.accounts.add(OPERATOR, username, "Orang Uji", [Role.ADMIN], "tiga-kata-sementara", clock.now())
    directory.accounts.link(OPERATOR, username, provider.issuer, provider.subject, clock.now())
    return username


def through(browser: Browser, target: str = "") -> TestResponse:
    """To the provider and back, as a browser goes."""
    answer = browser.get(f"masuk/penyedia{target}")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    back = httpx.get(answer.headers["Location"]).headers["Location"]
    parts = urlsplit(back)
    assert parts.path == "/intake/masuk/penyedia/kembali"
    return browser.get(f"masuk/penyedia/kembali?{parts.query}")


def test_a_linked_person_is_in_and_the_provider_has_the_second_factor(app: Flask, linked: str) -> None:
    browser = Browser(app)
    assert "masuk/penyedia" in browser.get("masuk").get_data(as_text=True)
    assert through(browser, "?lanjut=/intake/staff").headers["Location"] == "/intake/staff"
    assert browser.client.get("/intake/api/me").get_json()["username"] == linked


def test_pkce_state_and_nonce_are_new_each_time(app: Flask) -> None:
    browser = Browser(app)
    asked = [parse_qs(urlsplit(browser.get("masuk/penyedia").headers["Location"]).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
    assert asked[0]["redirect_uri"] == ["http://localhost:8000/intake/masuk/penyedia/kembali"]
    assert asked[0]["scope"] == ["openid"]


@pytest.mark.parametrize(
    "fault",
    [
        "wrong nonce", "no nonce", "wrong issuer", "wrong audience", "expired", "alg none",
        "alg HS256 with the public key", "another key", "wrong state", "denied",
    ],
)  # fmt: skip
def test_a_provider_that_misbehaves_lets_nobody_in(app: Flask, linked: str, provider: FakeProvider, fault: str) -> None:
    provider.fault = fault
    browser = Browser(app)
    assert through(browser).status_code == 403
    assert browser.client.get("/intake/api/me").status_code == 401


def test_discovery_of_another_issuer_is_refused_and_a_broken_provider_is_told(
    app: Flask, linked: str, provider: FakeProvider
) -> None:
    provider.fault = "other issuer in discovery"
    assert Browser(app).get("masuk/penyedia").status_code == 403
    provider.fault = "down"
    answer = through(Browser(app))
    assert answer.status_code == 503
    assert "Masuk dengan kata sandi" in answer.get_data(as_text=True)


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(app: Flask, linked: str) -> None:
    browser, other = Browser(app), Browser(app)
    query = urlsplit(httpx.get(browser.get("masuk/penyedia").headers["Location"]).headers["Location"]).query
    assert other.get(f"masuk/penyedia/kembali?{query}").status_code == 403
    assert browser.get(f"masuk/penyedia/kembali?{query}").status_code == 302
    assert browser.get(f"masuk/penyedia/kembali?{query}").status_code == 403


def test_who_is_not_linked_or_closed_stays_outside(app: Flask, linked: str, provider: FakeProvider) -> None:
    directory: Directory = app.extensions["sigap_accounts"]
    directory.accounts.set_active(OPERATOR, linked, False, clock.now())
    assert "belum ditautkan" in through(Browser(app)).get_data(as_text=True)
    provider.subject = "nobody-knows"
    assert through(Browser(app)).status_code == 403


def test_a_subject_belongs_to_one_account(app: Flask, linked: str, provider: FakeProvider) -> None:
    directory: Directory = app.extensions["sigap_accounts"]
    with pytest.raises(RuleBroken, match="Sudah tertaut"):
        directory.accounts.link(OPERATOR, "loket2", provider.issuer, provider.subject, clock.now())


def test_without_a_provider_there_is_no_such_page(office: TestOffice) -> None:
    assert Browser(office.app("intake")).get("masuk/penyedia").status_code == 404
