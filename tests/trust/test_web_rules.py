"""What holds for every route of the four services: CSRF token, headers, no foreign redirect. New ones join in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from services.handoffs.contract import SERVICES
from services.shared.rights.people import Role
from services.shared.web.bodies import PLAIN
from services.shared.web.cookies import SESSION as COOKIE
from services.shared.web.shell import HEADERS
from tests.support.office import TestOffice
from tests.support.tokens import carry

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
BY_ROLE = {
    Role.CLERK: "loket1", Role.SECTION_HEAD: "kasi", Role.CAMAT: "camat", Role.TEAM: "tim1",
    Role.REGISTRAR: "registrasi", Role.ADMIN: "admin", Role.AUDITOR: "auditor",
}  # fmt: skip
SAMPLES = {"UUIDConverter": "3f0e2c52-0f4b-4d5e-9d55-7b8ad1a8a001", "IntegerConverter": 1, "UnicodeConverter": "xyz"}


def paths(
    office: TestOffice, service: str, methods: set[str]
) -> Iterator[tuple[str, str, str, frozenset[Role] | None]]:
    """(method, path, endpoint, allowed) of every route."""
    app = office.app(service)
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & methods:
            arguments = {}
            for name in rule.arguments:
                converter = rule._converters[name]
                sample = SAMPLES.get(type(converter).__name__, "xyz")
                arguments[name] = next(iter(converter.items)) if hasattr(converter, "items") else sample
            path = adapter.build(rule.endpoint, arguments, method=method)
            yield method, path, rule.endpoint, app.view_functions[rule.endpoint].allowed


def browser(office: TestOffice, service: str, allowed: frozenset[Role] | None) -> FlaskClient:
    """A browser without the page's token, signed in as somebody who may."""
    client = office.app(service).test_client()
    if allowed:
        who = office.person(BY_ROLE[next(role for role in BY_ROLE if role in allowed)])
        cookie = who.client(service).get_cookie(COOKIE)
        assert cookie is not None
        carry(office, client, cookie.value)
    return client


@pytest.mark.parametrize("service", SERVICES)
def test_no_change_without_the_csrf_token(office: TestOffice, service: str) -> None:
    asked = 0
    for method, path, endpoint, allowed in paths(office, service, CHANGING):
        client = browser(office, service, allowed)
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{SERVICES.index(service)}"  # throttles are asked before
        for given in ({"data": {"csrf_token": "made up"}}, {"json": {}}, {"headers": {"X-CSRFToken": "made up"}}):
            answer = client.open(path, method=method, **given)
            assert answer.status_code == 400, f"{method} {path} ({endpoint}): {answer.status_code}"
        asked += 1
    assert asked > 5


@pytest.mark.parametrize("service", SERVICES)
def test_every_answer_has_the_full_list_of_headers(office: TestOffice, service: str) -> None:
    for method, path, endpoint, allowed in paths(office, service, {"GET"}):
        for client in (browser(office, service, allowed), office.app(service).test_client()):
            headers = client.open(path, method=method).headers
            policy = headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, endpoint
            assert "frame-ancestors 'none'" in policy, endpoint
            assert "script-src 'unsafe" not in policy, endpoint
            for name in set(HEADERS) - {"Content-Security-Policy"}:
                assert headers[name] == HEADERS[name], f"{endpoint}: {name}"
            assert endpoint == "static" or headers["Cache-Control"].startswith(("no-store", "private")), path


EVIL = ("//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)")


@pytest.mark.parametrize("service", SERVICES)
def test_no_route_redirects_elsewhere(office: TestOffice, service: str) -> None:
    """Whatever a parameter that names a target is called; a page that redirects at all is tried with every target."""
    names = ("lanjut", "next", "url", "return_to", "redirect", "back", "kembali")
    redirecting = 0
    for number, (_, path, endpoint, allowed) in enumerate(paths(office, service, {"GET"})):
        client = browser(office, service, allowed)
        for evil in (*EVIL[number % len(EVIL) :], *EVIL[: number % len(EVIL)]):
            query, headers = dict.fromkeys(names, evil), {"Referer": "https://evil.example/"}
            location = client.get(path, query_string=query, headers=headers).headers.get("Location", "")
            if not location:
                break
            redirecting += 1
            assert re.match("/[^/]", location), f"{endpoint}: {location}"
    assert redirecting >= len(EVIL)


def test_the_host_header_changes_no_address(office: TestOffice) -> None:
    answer = office.app("intake").test_client().get("/intake/book", headers={"Host": "evil.example"})
    assert "evil.example" not in answer.headers.get("Location", "") + answer.get_data(as_text=True)


def test_tls_brings_strict_transport_and_secure_cookies(office: TestOffice) -> None:
    import importlib

    settings = office.settings["letters"].model_copy(update={"public_url": "https://sigap.example"})
    app = importlib.import_module("services.letters.app").create_app(settings)
    answer = app.test_client().get("/letters/masuk", base_url="https://sigap.example")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


THROTTLED = {
    "intake": {
        "/masuk": 2, "/masuk/kode": 2, "/api/session": 2,  # sign-in: per address, and per account or session
        "/track/<code>": 2, "/api/tracking/<code>": 2,  # per address and per code
        "/survey/<token>": 1, "/api/survey/<token>": 1,  # public, no account: per address
        "/complaints/<case_no>/save-draft": 2, "/complaints/<case_no>/submit-form": 2,
        "/complaints/<case_no>/evidence": 2, "/complaints/<case_no>/hand-over": 2,
        "/complaints/<target>/uploads/": 2, "/api/complaints/<case_no>/evidence": 2,  # uploads: per address and person
    },
    "review": {"/masuk": 2, "/cases/<case_no>/files": 2, "/api/cases/<case_no>/files": 2},
    "letters": {
        "/masuk": 2, "/letters/<uuid:letter_id>/attachments": 2, "/api/letters/<uuid:letter_id>/attachments": 2,
    },
    "registry": {
        "/masuk": 2, "/check": 4, "/letters/<uuid:letter_id>/stamp-on-paper": 2,
        "/api/letters/<uuid:letter_id>/stamp-on-paper": 2,
    },
}  # fmt: skip


@pytest.mark.parametrize("service", SERVICES)
def test_sign_in_tracking_checks_survey_and_uploads_are_throttled(office: TestOffice, service: str) -> None:
    app = office.app(service)
    found: dict[str, int] = {}
    for rule in app.url_map.iter_rules():
        limits = getattr(app.view_functions[rule.endpoint], "limits", ())
        path = rule.rule.removeprefix(f"/{service}")
        found[path] = max(found.get(path, 0), len(limits))
    assert {path: found[path] for path in THROTTLED[service]} == THROTTLED[service]


def test_a_large_body_of_a_program_is_refused_unread(office: TestOffice) -> None:
    large = b'{"username": "' + b"x" * PLAIN + b'", "password": "x"}'
    answer = office.app("intake").test_client().post("/intake/api/session", data=large, content_type="application/json")
    assert answer.status_code == 413
