"""The tables of verbs, the routes, the rights page and the trail say the same.

Every route that changes something is made of a verb's row; the page *Hak akses* names every verb that a person
can do, with exactly the roles that its routes let through; what is written into a trail has words.
"""

from __future__ import annotations

import ast
import inspect
import itertools
from pathlib import Path
from typing import Any

import pytest

from services.handoffs.contract import SERVICES
from services.shared.audit import search
from services.shared.rights.people import CITIZEN, STAFF, Role
from services.shared.staff.appointing_verbs import APPOINTMENTS
from services.shared.staff.verbs import ACCOUNTS
from services.shared.verbs import Line, Verb, Verbs
from services.shared.web.account_verbs import OWN_ACCOUNT
from services.shared.web.sign_in_verbs import SIGNING_IN
from services.shared.web.trail import TOOK, TRAIL
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice
from tests.support.trails import OF_DEPLOY, written_in
from tests.support.trails import OF_STAFF as IN_STAFF
from tests.support.verbs import CHANGING, Said, routes, row_of, said, table_of, tables

ROOT = Path(__file__).parents[2]
PEOPLE = {
    "loket1": Role.CLERK,
    "kasi": Role.SECTION_HEAD,
    "camat": Role.CAMAT,
    "tim1": Role.TEAM,
    "registrasi": Role.REGISTRAR,
    "admin": Role.ADMIN,
    "auditor": Role.AUDITOR,
}
ENDS_SESSION = {"sign_out", "survey_here"}  # by design: here they would only end the test's
OF_STAFF = (SIGNING_IN, OWN_ACCOUNT, ACCOUNTS, APPOINTMENTS, TRAIL)  # what stands in the trail of the accounts


@pytest.fixture(scope="module")
def pages(office: TestOffice) -> dict[str, Said]:
    return {name: said(office.person("tim3").get(f"/{name}/rights").get_data(as_text=True)) for name in SERVICES}


def told(office: TestOffice, pages: dict[str, Said], service: str, table: Verbs, row: Line) -> frozenset[Role | str]:
    """Who may do this, by the page: by the part of its table, or (of the service's own) any that is no other's."""
    others = {each.heading for each in tables(office, service) if each is not table}
    found = [
        may
        for (part, words), may in pages[service].items()
        if words == row.label and (part == table.heading if table.heading else part not in others)
    ]
    assert found, f"/{service}/rights does not name {row.name} ({row.label})"
    return frozenset[Role | str]().union(*found) - {Role.SYSTEM}


@pytest.mark.parametrize("service", SERVICES)
def test_what_changes_something_is_made_of_a_row_or_only_asks(office: TestOffice, service: str) -> None:
    found = list(routes(office, service, CHANGING))
    assert [str(route) for route in found if not route.verb and not getattr(route.view, "asks", False)] == []
    assert len(found) > 10
    rows = [row_of(office, route) for route in found if route.verb]
    assert all(isinstance(row, Verb) for row in rows)


@pytest.mark.parametrize("service", SERVICES)
def test_the_page_says_whom_the_doors_let_through(office: TestOffice, pages: dict[str, Said], service: str) -> None:
    for route in routes(office, service, CHANGING):
        if route.verb:
            may = told(office, pages, service, table_of(office, route), row_of(office, route))
            if route.allowed is None:
                assert CITIZEN.name in may, f"{route}: the page does not say that it is public"
            else:
                assert may == route.allowed, f"{route}: the page says {sorted(may)}, the door {sorted(route.allowed)}"


@pytest.mark.parametrize("service", SERVICES)
def test_a_role_is_let_in_exactly_where_the_page_has_a_word(
    office: TestOffice, pages: dict[str, Said], service: str
) -> None:
    """Asked of a thing that there is not: whoever may is told so, whoever may not does not get so far."""
    visitor = office.app(service).test_client()
    headers = {"X-CSRFToken": visitor.get(f"/{service}/api/session").get_json()["csrf_token"]}
    for route in routes(office, service, CHANGING):
        if not route.verb or route.verb in ENDS_SESSION:
            continue
        may = told(office, pages, service, table_of(office, route), row_of(office, route))
        body: dict[str, Any] = {"json": {}} if route.is_api else {"data": {}}
        for username, role in PEOPLE.items():
            person = office.person(username)
            answer = person.client(service).open(
                route.path, method=route.method, headers={"X-CSRFToken": person.token(service)}, **body
            )
            refused = {403} if route.allowed is not None or role in may else {403, 422}  # what citizens alone may
            assert (answer.status_code in refused) == (role not in may), f"{username}: {route}: {answer.status_code}"
            assert answer.status_code < 500, f"{username}: {route}"
        answer = visitor.open(route.path, method=route.method, headers=headers, **body)
        sent_away = answer.status_code == 401 or "/masuk?lanjut=" in answer.headers.get("Location", "")
        assert sent_away == (CITIZEN.name not in may), f"nobody: {route}: {answer.status_code}"


@pytest.mark.parametrize("service", SERVICES)
def test_the_page_names_every_verb_and_every_right(office: TestOffice, pages: dict[str, Said], service: str) -> None:
    for table in tables(office, service):
        for name in table.rights.verbs:
            row = table.get(name)
            assert row, f"the right {name} has no words"
            told(office, pages, service, table, row)
        for row in table:
            if isinstance(row, Verb):
                assert told(office, pages, service, table, row), f"{service}: nobody may {row.name}"


def test_a_name_means_one_thing_in_all_that_services_share(office: TestOffice) -> None:
    """The trail knows a verb by its name alone; a service's own words for it count there."""
    words: dict[str, set[str]] = {}
    for row in itertools.chain(*tables(office, "intake")[1:]):
        words.setdefault(row.name, set()).add(row.label)
    assert {name: labels for name, labels in words.items() if len(labels) > 1} == {}


@pytest.mark.parametrize("service", SERVICES)
def test_reading_is_asked_of_rights_too(office: TestOffice, service: str) -> None:
    """Every page is for everybody, for all of the staff, or for those whom one or two rights name."""
    rights = [table.rights for table in tables(office, service)]
    asked = [ask(verb) for each in rights for verb in each.verbs for ask in (each.roles, each.openers)]
    sets = {roles - {Role.SYSTEM} for roles in asked}
    known = sets | {one | other for one, other in itertools.combinations(sets, 2)} | {STAFF}
    for route in routes(office, service, {"GET"}):
        assert route.allowed is None or route.allowed in known, f"{route}: {sorted(route.allowed)}"


@pytest.mark.parametrize("service", [*SERVICES, "shared", "handoffs"])
def test_no_route_names_roles_of_its_own(service: str) -> None:
    """``@allow`` is told what the rights say, not roles."""
    for path in (ROOT / "services" / service).rglob("*.py"):
        tree = ast.parse(path.read_text())
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "allow"]
        given = {ast.unparse(arg).removeprefix("*") for call in calls for arg in call.args}
        meant = {
            ast.unparse(node.targets[0]): ast.unparse(node.value) for node in tree.body if isinstance(node, ast.Assign)
        }
        for name in given:
            assert "Role." not in meant.get(name, name) or path.name == "verbs.py", f"{path}: allow({name})"


@pytest.mark.parametrize("service", SERVICES)
def test_an_action_takes_the_fields_of_its_schema(office: TestOffice, service: str) -> None:
    for route in routes(office, service, CHANGING):
        if route.is_built:
            verb = row_of(office, route)
            first = ["service", "actor"] if verb.alone else ["work"]
            given = {field.attribute or name for name, field in verb.fields.items()}
            given |= {verb.file.field} if verb.file and not getattr(verb.file, "store", None) else set()
            try:
                bind(verb.action, [*first, *route.rule.arguments], given, packed="post_load" in verb.schema._hooks)
            except TypeError as error:
                raise AssertionError(f"{route}: {verb.action.__qualname__}: {error}") from None


def bind(action: Any, positional: list[str], given: set[str], *, packed: bool) -> None:
    """Raise TypeError where an action cannot be called so. A function around it may take some fields for itself.

    ``packed``: the schema makes something of its own of the fields, which only a call tells.
    """
    signature = inspect.signature(action, follow_wrapped=False)
    (signature.bind_partial if packed else signature.bind)(*positional, **({} if packed else dict.fromkeys(given)))
    if hasattr(action, "__wrapped__"):
        bind(action.__wrapped__, positional, given - set(signature.parameters), packed=packed)


# ---------------------------------------------------------------------------------------------------- the trails


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_written_into_a_trail_has_words(office: TestOffice, service: str) -> None:
    known = {row.name for row in itertools.chain(*tables(office, service))}
    found = written_in(ROOT / "services" / service, ROOT / "services" / "shared", ROOT / "services" / "handoffs")
    assert len(found) > 10
    assert {verb: where for verb, where in found.items() if verb not in known and not verb.startswith(TOOK)} == {}


def test_what_is_written_into_the_trail_of_the_accounts_has_words() -> None:
    known = {row.name for row in itertools.chain(*OF_STAFF)}
    found = written_in(ROOT / "services" / "shared" / "staff", calls=IN_STAFF)
    found |= written_in(ROOT / "deploy", calls=OF_DEPLOY)
    assert {"sign_in", "add_account", "new_keys"} <= set(found)
    assert {verb: where for verb, where in found.items() if verb not in known} == {}


def test_what_stands_in_the_trails_has_words(office: TestOffice) -> None:
    """After a whole case, and whatever else this run has done; tests write ``try…`` and ``effect``."""
    PlayedCase(office, "Penanda Jejak Kata")
    for service in SERVICES:
        known = {row.name for row in itertools.chain(*tables(office, service))}
        with office.service(service).reading() as session:
            verbs = search.verbs(session)
        strange = {verb for verb in verbs if verb not in known and not verb.startswith((TOOK, "try", "effect"))}
        assert strange == set(), service
    with office.accounts.transaction() as session:
        assert set(search.verbs(session)) <= {row.name for row in itertools.chain(*OF_STAFF)}
