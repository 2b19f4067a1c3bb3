"""Somebody who took over one service's process: what the cookies that come to it are worth anywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deploy.setup import DEMO_PASSWORD
from services.handoffs.contract import SERVICES
from services.shared.config.processes import OFFICE, SIGN_IN
from services.shared.encryption.parts import proof_of
from services.shared.web import divided
from services.shared.web.cookies import DEVICE, PROOF, SESSION, page_of
from services.shared.web.sign_in_verbs import SIGN_OUT
from tests.support.office import Person, TestOffice
from tests.support.tokens import header

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
ROLES = ("camat", "admin", "auditor")
TOLD = {
    f"/{name}/{one}" for name in SERVICES for one in ("keluar", "api/session", "api/me")
}  # whose it is, and its end


@pytest.fixture(scope="module")
def visitors(office: TestOffice) -> list[Person]:
    """People who open a page at the service that was taken over."""
    return [Person(office, name) for name in ROLES]


def session_of(person: Person, service: str = "intake") -> str:
    cookie = person.client(service).get_cookie(SESSION)
    assert cookie
    return cookie.value


def without_names(app: Flask, *, sign_in: bool) -> Iterator[str]:
    """Every address of a part that takes no argument and is not for everybody."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        asked = not rule.arguments and view.allowed and "GET" in (rule.methods or ())
        if asked and divided.is_of_sign_in(rule.endpoint) == sign_in:
            yield rule.rule


def thief(office: TestOffice, service: str, sent: str) -> FlaskClient:
    """A program that sends what came to another part, whatever the address."""
    client = office.app(service).test_client(use_cookies=False)
    client.environ_base["HTTP_COOKIE"] = sent
    return client


def is_shut(client: FlaskClient, path: str) -> bool:
    answer = client.get(path)
    return answer.status_code == 401 or (answer.status_code == 302 and "/masuk" in answer.headers["Location"])


@pytest.mark.parametrize("stolen", SERVICES)
def test_what_a_stolen_service_sees_opens_no_other_part(
    office: TestOffice, visitors: list[Person], stolen: str
) -> None:
    """As it was: one token for all, so that the Camat's look at a bell in intake was his session in review."""
    tried = 0
    for person in visitors:
        sent = header(office, session_of(person), f"/{stolen}/")
        for service in SERVICES:
            client = thief(office, service, sent)
            for path in without_names(office.app(service), sign_in=True):
                if path in TOLD:
                    continue
                assert is_shut(client, path), f"{person._username} {path}"
                tried += 1
            if service != stolen:
                for path in [*without_names(office.app(service), sign_in=False)][:: 1 if person is visitors[0] else 9]:
                    assert is_shut(client, path), f"{person._username} {path}"
                    tried += 1
        assert not is_shut(thief(office, stolen, sent), f"/{stolen}/api/me"), "there it is what it was"
    assert tried > 60


def test_who_gives_the_style_sheets_sees_nothing_that_opens(office: TestOffice, visitors: list[Person]) -> None:
    """``/static`` is answered by any service, also for the page on which somebody types the code."""
    sent = header(office, session_of(visitors[0]), "/static/app.css")
    assert PROOF not in sent
    assert all(is_shut(thief(office, name, sent), f"/{name}/api/me") for name in SERVICES)


@pytest.mark.parametrize("stolen", SERVICES)
def test_a_stolen_service_makes_no_proof_for_another(office: TestOffice, visitors: list[Person], stolen: str) -> None:
    """It has its own key, and tokens: what it makes of them is good at its own addresses alone."""
    key, token = str(office.app(stolen).secret_key), session_of(visitors[0])
    made = f"{SESSION}={token}; {PROOF}={proof_of(key, token)}"
    for name in SERVICES:
        assert is_shut(thief(office, name, made), f"/{name}/api/me") == (name != stolen)
    assert is_shut(thief(office, "intake", made), "/intake/account")


@pytest.mark.parametrize("proof", ["", "x", "ü", "\x00", "0" * 32, "a" * 9000, '"', "%00"])
def test_a_proof_is_right_or_nothing(office: TestOffice, visitors: list[Person], proof: str) -> None:
    sent = f"{SESSION}={session_of(visitors[0])}; {PROOF}={proof}".encode().decode("latin-1")
    for path in ("/review/api/me", "/intake/account", "/review/api/cases"):
        assert is_shut(thief(office, path.split("/")[1], sent), path)


def test_a_planted_proof_beside_the_right_one_keeps_nobody_out(office: TestOffice, visitors: list[Person]) -> None:
    """A neighbouring host may plant one for a longer path, which browsers send first."""
    right = header(office, session_of(visitors[0]), "/review/")
    assert not is_shut(thief(office, "review", f"{PROOF}=planted; {right}"), "/review/api/me")


def test_a_step_of_signing_in_is_the_sign_in_parts_alone(office: TestOffice) -> None:
    """As it was: who must choose a password sends a token with each request, and whoever had it could choose."""
    name, first, chosen = "uji-langkah-sendiri", "kata-pertama-panjang", "gunung-perahu-kemiri"
    admin = office.person("admin")
    data = {"username": name, "name": "Petugas Langkah", "roles": ["clerk"]}
    shown = admin.post("/intake/staff", data=data).text
    first = re.findall(r"<code[^>]*>([^<]{12,})</code>", shown)[0]
    browser = office.app("intake").test_client()
    page = TOKEN.findall(browser.get("/intake/masuk").text)[0]
    begun = browser.post("/intake/masuk", data={"csrf_token": page, "username": name, "password": first})
    assert begun.headers["Location"] == "/intake/masuk/sandi"
    token = browser.get_cookie(SESSION)
    assert token
    assert not any(browser.get_cookie(PROOF, path=place) for place in divided.PLACES)

    robber = office.app("intake").test_client()
    robber.set_cookie(SESSION, token.value)
    robber.set_cookie(PROOF, proof_of(str(office.app("intake").secret_key), token.value))
    words = {"csrf_token": TOKEN.findall(robber.get("/intake/masuk").text)[0], "new": chosen, "again": chosen}
    assert robber.post("/intake/masuk/sandi", data=words).headers["Location"] == "/intake/masuk"
    assert robber.get("/intake/masuk/sandi").headers["Location"] == "/intake/masuk"

    words["csrf_token"] = TOKEN.findall(browser.get("/intake/masuk/sandi").text)[0]
    assert browser.post("/intake/masuk/sandi", data=words).headers["Location"] == "/intake/"
    assert browser.get("/intake/account").status_code == 200
    assert browser.get("/intake/api/me").status_code == 200


def test_every_address_of_the_sign_in_part_asks_its_own_proof(office: TestOffice) -> None:
    """But those which say whose a session is, or end it: for these the token is enough at any service."""
    for name in SERVICES:
        app = office.app(name)
        for rule in app.url_map.iter_rules():
            path = re.sub(r"<[^>]+>", "x", rule.rule)
            if divided.is_of_sign_in(rule.endpoint) and path not in TOLD:
                assert divided.part_of(path) == SIGN_IN, path
            elif not divided.is_of_sign_in(rule.endpoint) and path.startswith(f"/{name}/"):
                assert divided.part_of(path) == name, path
    assert SIGN_OUT.path == "/keluar"


def test_each_part_signs_its_pages_with_a_key_of_its_own(
    office: TestOffice, processes: dict[str, dict[str, str]]
) -> None:
    keys = {name: processes[name]["SIGAP_SECRET_KEY"] for name in OFFICE}
    assert len(set(keys.values())) == len(OFFICE)
    for name, key in keys.items():
        assert [one for one, env in processes.items() if key in env.values()] == [name]
    page = office.app("intake").test_client()
    page.get("/intake/masuk")
    kept = page.get_cookie(page_of("intake"))
    assert kept
    for name in SERVICES:
        serializer = office.app(name).session_interface.get_signing_serializer(office.app(name))  # type: ignore[attr-defined]
        if name == "intake":
            assert "csrf_token" in serializer.loads(kept.value)
        else:
            with pytest.raises(Exception, match="does not match"):
                serializer.loads(kept.value)


def test_signing_in_once_holds_for_all_and_signing_out_ends_all(office: TestOffice) -> None:
    """A program with a jar of cookies, as the demonstration's: nothing more is asked of it."""
    person = Person(office, "tim1", DEMO_PASSWORD)
    for name in SERVICES:
        assert person.get(f"/{name}/api/me").status_code == 200
    kept = person.client("review").get_cookie(SESSION)
    assert kept
    left = person.client("letters").delete("/letters/api/session", headers={"X-CSRFToken": person.token("letters")})
    assert left.status_code == 204
    for name in SERVICES:
        assert is_shut(thief(office, name, header(office, kept.value, f"/{name}/")), f"/{name}/api/me")
    assert DEVICE not in header(office, kept.value, "/review/")
