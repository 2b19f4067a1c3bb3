"""Signing in: once for the four services, denied by default, ended at once, no open redirect."""

from __future__ import annotations

import uuid

import pytest
from flask.testing import FlaskClient

from deploy.setup import DEMO_PASSWORD
from services.handoffs.contract import SERVICES
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.staff.administration import OPERATOR
from services.shared.staff.attempts import FAILURES_BEFORE_LOCK
from services.shared.staff.directory import Directory
from services.shared.staff.sessions import Origin
from services.shared.web.access import ONWARD
from services.shared.web.cookies import SESSION as COOKIE
from services.shared.web.service import staff_directory
from services.shared.web.session import onward_of
from tests.support.office import TestOffice
from tests.support.tokens import carry


@pytest.fixture
def directory(office: TestOffice) -> Directory:
    found: Directory = office.app("intake").extensions["sigap_accounts"]
    return found


def account(directory: Directory) -> str:
    username = f"uji-{uuid.uuid4().hex[:8]}"
    directory.accounts.add(OPERATOR, username, "Orang Uji", [Role.CLERK], DEMO_PASSWORD, clock.now(), must_change=False)
    return username


def sign_in(client: FlaskClient, service: str, username: str, password: str, query: str = "") -> object:
    page = client.get(f"/{service}/masuk").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "username": username, "password": password}
    return client.post(f"/{service}/masuk{query}", data=data)


def test_one_sign_in_holds_for_all_services(office: TestOffice) -> None:
    client = office.app("intake").test_client()
    answer = sign_in(client, "intake", "kasi", DEMO_PASSWORD)
    assert answer.headers["Location"] == "/intake/"  # type: ignore[attr-defined]
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.http_only
    for service in SERVICES:
        other = office.app(service).test_client()
        carry(office, other, cookie.value)
        assert other.get(f"/{service}/api/me").get_json()["username"] == "kasi"


@pytest.mark.parametrize("service", SERVICES)
def test_nobody_is_sent_to_sign_in_and_programs_get_401(office: TestOffice, service: str) -> None:
    client = office.app(service).test_client()
    assert client.get(f"/{service}/operations").headers["Location"].startswith(f"/{service}/masuk?lanjut=")
    answer = client.get(f"/{service}/api/me")
    assert (answer.status_code, answer.get_json()["code"]) == (401, 401)


def test_a_wrong_role_is_forbidden(office: TestOffice) -> None:
    assert office.person("loket1").get("/intake/operations").status_code == 403


def test_a_wrong_password_keeps_the_name_and_not_the_password(office: TestOffice) -> None:
    answer = sign_in(office.app("review").test_client(), "review", "camat", "salah-sekali-ini")
    page = answer.get_data(as_text=True)  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert 'value="camat"' in page
    assert "salah-sekali-ini" not in page


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"])
def test_no_open_redirect(office: TestOffice, target: str) -> None:
    client = office.app("intake").test_client()
    answer = sign_in(client, "intake", "loket1", DEMO_PASSWORD, f"?lanjut={target}")
    assert answer.headers["Location"] == "/intake/"  # type: ignore[attr-defined]


ASKED = ("/", "/intake/", "/intake/staff", "/intake/complaints/new", "/intake/trail", "/intake/tidak-ada", "/review/",
         "/review/work/panel", "/review/cases", "/letters/", "/registry/archive")  # fmt: skip


@pytest.mark.parametrize("username", ["loket1", "kasi", "camat", "tim1", "registrasi", "admin", "auditor"])
def test_signing_in_leads_to_ones_work_or_to_the_page_that_was_asked_for_and_is_open(
    office: TestOffice, username: str
) -> None:
    person, work = office.person(username), "/intake/"
    token = person.client("intake").get_cookie(COOKIE)
    assert token
    with office.sign_in.apps["intake"].test_request_context("/intake/masuk"):
        actor = staff_directory().who(token.value, "", clock.now())
        led = {asked: onward_of(actor, asked) for asked in ASKED}
        assert onward_of(actor, None) == work == led["/"] == led["/intake/"] == led["/review/"]
    for asked, leads in led.items():
        assert leads in {asked, work}
        with person.client("intake").session_transaction() as page:
            page[ONWARD] = leads  # as the sign-in part leaves it to the service
        answer = person.get(leads)
        if answer.status_code == 302:
            assert answer.headers["Location"] == work, f"{username} asked for {asked}"
            assert person.get(asked).status_code in {403, 404}, f"{username} may open {asked}"
        else:
            assert answer.status_code == 200, f"{username} asked for {asked}"


def test_who_signs_in_at_a_service_stays_there_though_another_is_down(office: TestOffice) -> None:
    client = office.app("review").test_client()
    answer = sign_in(client, "review", "camat", DEMO_PASSWORD, "?lanjut=/intake/")
    assert answer.headers["Location"] == "/review/work"  # type: ignore[attr-defined]
    assert client.get("/review/work").status_code == 200


def test_a_post_without_token_is_refused(office: TestOffice) -> None:
    person = office.person("admin")
    client = person.client("intake")
    assert client.post(f"/intake/api/operations/replay/{uuid.uuid4()}").status_code == 400
    assert person.post(f"/intake/api/operations/replay/{uuid.uuid4()}").status_code == 409


def test_many_wrong_passwords_lock_the_account_for_a_while(directory: Directory) -> None:
    username = account(directory)
    for _ in range(FAILURES_BEFORE_LOCK):
        assert directory.entrance.by_password(username, "salah", Origin(""), clock.now()) is None
    assert directory.entrance.by_password(username, DEMO_PASSWORD, Origin(""), clock.now()) is None


def test_a_closed_account_is_out_at_once(directory: Directory) -> None:
    username = account(directory)
    opened = directory.entrance.by_password(username, DEMO_PASSWORD, Origin(""), clock.now())
    assert opened
    token = opened.token
    assert directory.who(token, "", clock.now())
    directory.accounts.set_active(OPERATOR, username, False, clock.now())
    assert directory.who(token, "", clock.now()) is None


def test_short_passwords_and_taken_names_are_refused(directory: Directory) -> None:
    with pytest.raises(RuleBroken):
        directory.accounts.add(OPERATOR, "baru", "Baru", [Role.CLERK], "pendek", clock.now())
    with pytest.raises(RuleBroken):
        directory.accounts.add(OPERATOR, "loket1", "Dua", [Role.CLERK], DEMO_PASSWORD, clock.now())


def test_every_answer_has_the_strict_headers(office: TestOffice) -> None:
    headers = office.app("letters").test_client().get("/letters/masuk").headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
