"""Every route and verb, as every role and as nobody, with this and another case's ids. New routes join by themselves.

What is asked of each answer: never 5xx; never 2xx that the route's rule does not allow; never 2xx about a case that was
not given to the person, nor with a file of one case under the number of another; never a confidential name for those
who may not know it.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule, UUIDConverter
from werkzeug.test import TestResponse

from services.handoffs.contract import SERVICES
from services.shared.rights.people import Role
from tests.support.cases import UUID, PlayedCase
from tests.support.office import Person, TestOffice
from tests.support.sampling import sampled, todays
from tests.support.verbs import tables

PEOPLE = {
    "loket2": Role.CLERK,
    "kasi": Role.SECTION_HEAD,
    "camat": Role.CAMAT,
    "tim1": Role.TEAM,  # the cases are disposed to tim1 and tim2
    "tim3": Role.TEAM,
    "registrasi": Role.REGISTRAR,
    "admin": Role.ADMIN,
    "auditor": Role.AUDITOR,
}
MAY_KNOW = {Role.CLERK, Role.SECTION_HEAD, Role.CAMAT}
NOT_KNOWING = [name for name, role in PEOPLE.items() if role not in MAY_KNOW]
WRITERS = {"tim1", "tim2"}  # write the letter to the applicant, and so know the name there
# These end the session by design (tested elsewhere); here they would only end the test's.
ENDS_SESSION = {"sign_in.sign_out", "survey.kiosk"}
# Who may POST what is asked of every role by tests/trust/test_verbs.py, too: there of a thing that there is not.
SENT = [(name, method) if name == "loket2" or (method == "GET" and name in {"tim3", "camat"}) else
        pytest.param(name, method, marks=pytest.mark.release)
        for name, method in itertools.product(PEOPLE, ("GET", "POST"))]  # fmt: skip
REFUSED = {302, 303, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 503}


@dataclass(frozen=True)
class Call:
    """One request to be made."""

    service: str
    rule: Rule
    method: str
    path: str
    known: bool  # whether any route answers this method at this path
    allowed: frozenset[Role] | None

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.rule.endpoint})"


@pytest.fixture(scope="module")
def mine(office: TestOffice) -> PlayedCase:
    return PlayedCase(office, "Penanda Satu Kaunang")


@pytest.fixture(scope="module")
def other(office: TestOffice) -> PlayedCase:
    return PlayedCase(office, "Penanda Dua Wowiling", finished=False)


@pytest.fixture(scope="module", autouse=True)
def _all_are_signed_in(office: TestOffice) -> None:
    """Before these tests themselves use up the minute's tries of their address."""
    for username, service in itertools.product(PEOPLE, SERVICES):
        office.person(username).client(service)


def routes(office: TestOffice, service: str) -> Iterator[tuple[Rule, frozenset[Role] | None]]:
    app = office.app(service)
    for rule in app.url_map.iter_rules():
        yield rule, getattr(app.view_functions[rule.endpoint], "allowed", frozenset())


def values(rule: Rule, case: PlayedCase, stranger: PlayedCase | None) -> Iterable[dict[str, Any]]:
    """Arguments for a rule from the ids of a case; with a ``stranger``, what lies below comes from that one."""
    below = stranger or case
    many: dict[str, list[Any]] = {}
    for name in rule.arguments:
        converter = type(rule._converters[name]).__name__
        if name == "case_no":
            many[name] = [case.case_no]
        elif name == "letter_id":
            many[name] = [case.letter_id]
        elif name in {"code", "token"}:
            many[name] = [below.tracking_code, uuid.uuid4().hex]
        elif converter == "UUIDConverter":
            many[name] = below.ids
        elif converter == "AnyConverter":
            many[name] = sorted(rule._converters[name].items)
        elif converter == "IntegerConverter":
            many[name] = [1]
        else:
            many[name] = [below.case_no, below.letter_id]
    return ({**dict(zip(many, chosen, strict=True))} for chosen in itertools.product(*many.values()))


def calls(
    office: TestOffice, methods: Iterable[str], case: PlayedCase, stranger: PlayedCase | None = None, most: int = 1000
) -> Iterator[Call]:
    for service in SERVICES:
        app = office.app(service)
        adapter = app.url_map.bind("localhost")
        for rule, method in itertools.product(list(app.url_map.iter_rules()), methods):
            for arguments in itertools.islice(values(rule, case, stranger), most):
                path = adapter.build(rule.endpoint, arguments, method=next(iter(rule.methods or ())))
                try:
                    found, _ = adapter.match(path, method=method, return_rule=True)
                except HTTPException:
                    yield Call(service, rule, method, path, False, frozenset())
                else:
                    yield Call(service, found, method, path, True, app.view_functions[found.endpoint].allowed)


def send(person: Person, call: Call, body: dict[str, Any] | None = None) -> TestResponse:
    if call.method == "GET":
        return person.get(call.path)
    if "/api/" in call.path:
        return person.post(call.path, json=body or {})
    return person.post(call.path, data=body or {})


def nobody(office: TestOffice, call: Call) -> TestResponse:
    client = office.app(call.service).test_client()
    if call.method == "GET":
        return client.get(call.path)
    token = client.get(f"/{call.service}/api/session").get_json()["csrf_token"]
    return client.post(call.path, headers={"X-CSRFToken": token}, json={} if "/api/" in call.path else None)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_gets_only_what_is_public(office: TestOffice, mine: PlayedCase, method: str) -> None:
    asked = 0
    for call in calls(office, [method], mine, most=2):
        answer = nobody(office, call)
        asked += 1
        assert answer.status_code < 500 or call.rule.endpoint == "health.readyz", call
        if call.allowed is not None:
            assert answer.status_code in REFUSED, f"{call}: {answer.status_code}"
            if call.known and answer.status_code in {302, 303}:
                assert answer.headers["Location"].startswith(f"/{call.service}/masuk?lanjut="), call
        if answer.status_code < 300:
            assert mine.marker not in answer.get_data(as_text=True), call
    assert asked > 180


@pytest.mark.parametrize(("username", "method"), SENT)
def test_a_role_gets_only_what_its_rule_allows(
    office: TestOffice, mine: PlayedCase, other: PlayedCase, username: str, method: str
) -> None:
    person, role = office.person(username), PEOPLE[username]
    for call in calls(office, [method], other, most=1):
        if call.rule.endpoint in ENDS_SESSION and method == "POST":
            continue
        if not call.known and username != next(iter(PEOPLE)):
            continue  # no route answers, whoever asks: one person and nobody are enough
        allowed = call.allowed is None or role in call.allowed
        answer = send(person, call)
        assert answer.status_code < 500, f"{username}: {call}: {answer.status_code}"
        if not call.known:
            assert answer.status_code in REFUSED, f"{username}: {call}: {answer.status_code}"
        elif not allowed:
            assert answer.status_code == 403, f"{username}: {call}: {answer.status_code}"
        else:
            back = "/masuk" in answer.headers.get("Location", "") and call.allowed is not None
            assert not back, f"{username}'s session has ended before {call}"
            assert answer.status_code != 401 or call.rule.endpoint == "operations.prometheus", f"{username}: {call}"


def test_a_member_of_the_team_gets_nothing_of_a_case_that_is_not_theirs(
    office: TestOffice, mine: PlayedCase, other: PlayedCase
) -> None:
    person = office.person("tim3")
    asked = 0
    for case, call in ((c, call) for c in todays((mine, other), 2) for call in calls(office, ["GET", "POST"], c)):
        about = {"case_no", "letter_id"} & call.rule.arguments
        if not about or call.service not in {"review", "letters"} or call.rule.endpoint in ENDS_SESSION:
            continue
        answer = send(person, call)
        asked += 1
        # A story answers the same to a case that is not theirs and to one that is not: with no line.
        assert answer.status_code >= 400 or call.rule.endpoint.startswith("story."), f"{call}: {answer.status_code}"
        assert case.marker not in answer.get_data(as_text=True), call
    assert asked > 50


@pytest.mark.parametrize("username", sampled(["loket2", "tim1", "auditor"], {"loket2"}))
def test_a_file_is_not_found_under_another_cases_number(
    office: TestOffice, mine: PlayedCase, other: PlayedCase, username: str
) -> None:
    person = office.person(username)
    own = set(other.ids)
    asked = 0
    for call in calls(office, ["GET", "POST"], other, stranger=mine):
        below = call.rule.arguments - {"case_no", "letter_id", "code", "token"}
        uuids = [name for name in below if isinstance(call.rule._converters[name], UUIDConverter)]
        if not call.known or not uuids or below == call.rule.arguments or own & set(UUID.findall(call.path)):
            continue
        answer = send(person, call)
        asked += 1
        assert answer.status_code in {403, 404, 409, 422}, f"{username}: {call}: {answer.status_code}"
        assert call.method == "POST" or answer.status_code in {403, 404}, call
    assert asked > 10


@pytest.mark.turns(4)
@pytest.mark.parametrize("username", NOT_KNOWING)
def test_a_confidential_name_is_nowhere_for_those_who_may_not_know_it(
    office: TestOffice, mine: PlayedCase, other: PlayedCase, username: str
) -> None:
    person = office.person(username)
    seen = 0
    for case in todays((mine, other), 2, beside=NOT_KNOWING.index(username)):
        for call in calls(office, ["GET"], case, most=2):
            writes_it = call.service == "letters" and username in WRITERS
            drawn = call.path.endswith((".pdf", ".png"))  # costly, and not text
            if writes_it or drawn or PEOPLE[username] not in (call.allowed or frozenset(Role)):
                continue
            answer = send(person, call)
            if answer.status_code >= 300 or not answer.mimetype.startswith(("text/", "application/json")):
                continue
            seen += 1
            text = answer.get_data(as_text=True)
            for secret in (case.marker, case.nik, case.phone):
                assert secret not in text, f"{username}: {call} shows {secret}"
    assert seen > 10


@pytest.mark.parametrize("service", SERVICES)
def test_a_route_named_after_a_move_is_for_the_roles_of_that_move(office: TestOffice, service: str) -> None:
    rights = tables(office, service)[0].rights
    verbs = {move.verb for part in rights.moves for move in part.moves}
    found = set()
    for rule, allowed in routes(office, service):
        verb = rule.rule.rsplit("/", 1)[-1].replace("-", "_")
        if verb in verbs and "POST" in (rule.methods or ()):
            found.add(verb)
            assert allowed == rights.openers(verb) - {Role.SYSTEM}, f"{rule.rule} and rights.py differ"
    assert found


@pytest.mark.parametrize("service", SERVICES)
def test_the_openapi_document_holds_no_operation_without_a_rule(office: TestOffice, service: str) -> None:
    document = office.app(service).test_client().get(f"/{service}/api/openapi.json").get_json()
    rules = {
        (_plain(rule.rule), method.lower()): allowed
        for rule, allowed in routes(office, service)
        for method in rule.methods or ()
    }
    operations = [
        (path, verb)
        for path, item in document["paths"].items()
        for verb in item
        if verb in {"get", "post", "put", "delete"}
    ]
    assert operations
    for path, verb in operations:
        assert (_plain(path), verb) in rules, f"{verb} {path} is documented and does not exist"


def _plain(path: str) -> str:
    """A path with every argument as ``*``, however it is written."""
    return "/".join("*" if part[:1] in {"<", "{"} else part for part in path.split("/"))
