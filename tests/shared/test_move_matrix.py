"""Every row of every table of moves, by every role, legal and illegal, twice and stale: action, API, page and form.

Made from ``MOVES`` themselves (``tests/support/moves.py``), so that no row can be left out. By turns of days
(``sampling.in_turn``), and all of it before a release.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from services.shared.errors import Forbidden, Missing, Stale
from services.shared.rights.moves import Move
from services.shared.rights.people import Actor, Role
from services.shared.verbs import Verb, openers
from tests.support.forms import offered, remedy
from tests.support.moves import COLLEAGUES, KINDS, PEOPLE, Kind, Thing, ready
from tests.support.office import TestOffice
from tests.support.sampling import WHOLE
from tests.support.verbs import CHANGING, routes, tables

ROWS = [
    (kind, move)
    for kind in KINDS
    for move in kind.moves
    if move.roles - {Role.SYSTEM} and move.verb not in kind.elsewhere
]
ROW_IDS = [f"{kind.name}-{move.source}-{move.verb}" for kind, move in ROWS]
STATES = [(kind, state) for kind in KINDS for state in kind.states]
STATE_IDS = [f"{kind.name}-{state}" for kind, state in STATES]
MESSAGES = [(kind, verb) for kind in KINDS for verb in sorted({move.verb for move in kind.moves})
            if not any(move.roles - {Role.SYSTEM} for move in kind.moves if move.verb == verb)]  # fmt: skip
VERBS = [(kind, verb) for kind in KINDS for verb in kind.verbs]
BY_HAND = "(what a rule asks beyond the schema is said by hand: SAID or _said_of_… in tests/support)"
BY_NAME = [kind.name for kind in KINDS]
every_row = pytest.mark.parametrize(("kind", "move"), ROWS, ids=ROW_IDS)


class Ways:
    """The ways by which one verb is done to one thing."""

    def __init__(self, thing: Thing, verb: str, key: str = "") -> None:
        self.thing, self.kind, self.key = thing, thing.kind, key or thing.key
        self.name = self.kind.row_of(verb)
        self.body = self.kind.body(thing, verb)

    @property
    def row(self) -> Verb:
        """The verb's row."""
        return tables(self.thing.office, self.kind.service)[0][self.name]

    def _address(self, *, api: bool) -> str:
        found = routes(self.thing.office, self.kind.service, CHANGING)
        for route in found:
            if route.verb == self.name and route.is_api == api and len(route.rule.arguments) == 1:
                built = route.rule.build(dict.fromkeys(route.rule.arguments, self.key))
                if built and built[1].startswith(self.thing.path.replace(self.thing.key, "") if api else "/"):
                    return str(built[1])
        raise AssertionError(f"no way to {self.name}")

    def by_api(self, who: str, version: int) -> TestResponse:
        """As a program does it."""
        person = self.thing.office.person(who)
        send = person.put if self.row.api and self.row.api[0] == "put" else person.post
        return send(self._address(api=True), json=self.body | {"version": version})

    def by_page(self, who: str, version: int) -> TestResponse | None:
        """As a page's form does it; None where the form's shape is another one than the API's."""
        nested = any(isinstance(one, dict) for value in self.body.values() for one in [value, *_listed(value)])
        if nested:
            return None
        data = {name: value for name, value in self.body.items() if value is not False}
        return self.thing.office.person(who).post(self._address(api=False), data=data | {"version": version})

    def by_action(self, actor: Actor, version: int) -> None:
        """As the action itself does it; raises what it raises."""
        service, row = self.thing.office.service(self.kind.service), self.row
        schema: Schema = row.schema()
        data = schema.load(self.body | ({"version": version} if "version" in row.fields else {}))
        if row.alone:
            row.action(service, actor, self._key(), **data)
        else:
            with service.work(actor) as work:
                row.action(work, self._key(), **data)

    def _key(self) -> Any:
        found = routes(self.thing.office, self.kind.service, CHANGING)
        rule = next(route.rule for route in found if route.verb == self.name and len(route.rule.arguments) == 1)
        return rule._converters[next(iter(rule.arguments))].to_python(self.key)

    def refusals(self, who: str, role: Role, version: int, turn: int = 0) -> Iterator[tuple[str, object]]:
        """What each way answers: a status, or the kind of error that the action raises.

        In every run one of the three ways, by ``turn``; before a release all of them.
        """
        if WHOLE or turn % 3 == 0:
            yield "API", self.by_api(who, version).status_code
        if (WHOLE or turn % 3 == 1) and (page := self.by_page(who, version)) is not None:
            yield "page", page.status_code
        if WHOLE or turn % 3 == 2:
            with pytest.raises((Forbidden, Missing, Stale)) as refused:
                self.by_action(Actor(None, who, "Seseorang", frozenset({role})), version)
            yield "action", refused.type


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def test_every_move_of_people_is_tried() -> None:
    for kind in KINDS:
        of_people = {move.verb for move in kind.moves if move.roles - {Role.SYSTEM}}
        assert of_people == set(kind.verbs) | kind.elsewhere, kind.name


@pytest.mark.turns(7)
@every_row
def test_a_move_leads_to_its_target_once(office: TestOffice, kind: Kind, move: Move) -> None:
    thing = kind.make(kind, office, str(move.source), move.verb)
    ways, who = Ways(thing, move.verb), PEOPLE[sorted(move.roles - {Role.SYSTEM})[0]]
    ways.body |= kind.part(thing, move.verb)
    before, shown = thing.now(), thing.now(who)
    assert {move.verb, ways.name} & set(shown.get("verbs", [move.verb])), "offered to programs"
    if move.verb not in kind.by_program:
        assert ways.name in offered(office, who, thing.page), remedy({ways.name}, kind.service)
    answer = ways.by_api(who, before["version"])
    assert answer.status_code < 300, f"{answer.get_data(as_text=True)} {BY_HAND}"
    after, traces = thing.now(), thing.traces()
    assert (after["state"], after["version"]) == (move.target, before["version"] + 1)

    assert ways.by_api(who, before["version"]).status_code < 300, "pressed twice: as once"
    if (page := ways.by_page(who, before["version"])) is not None:
        assert page.status_code == 302, "pressed twice on the page: as once"
    assert ways.by_api(who, before["version"] - 1).status_code == 409
    if (page := ways.by_page(who, before["version"] - 1)) is not None:
        assert page.status_code == 409
    if colleague := COLLEAGUES.get(who):
        assert ways.by_api(colleague, before["version"]).status_code == 409, "another one's press on a stale page"
    assert (thing.now(), thing.traces()) == (after, traces), "what was done once is written and handed over once"


@pytest.mark.turns(14)
@pytest.mark.parametrize(("kind", "move"), ROWS, ids=ROW_IDS)
def test_everybody_else_is_refused(office: TestOffice, kind: Kind, move: Move) -> None:
    thing = ready(kind, office, str(move.source))
    ways, before = Ways(thing, move.verb), thing.now()
    expected = {403, Forbidden, Missing} | ({404} if kind.hidden else set())
    for turn, (role, who) in enumerate(PEOPLE.items(), ROWS.index((kind, move))):
        if role not in move.roles:
            for way, refusal in ways.refusals(who, role, before["version"], turn):
                assert refusal in expected, f"{who} by {way}: {refusal}"
    assert thing.now() == before


@pytest.mark.turns(7)
@pytest.mark.parametrize(("kind", "state"), STATES, ids=STATE_IDS)
def test_what_a_state_does_not_allow_is_a_conflict(office: TestOffice, kind: Kind, state: str) -> None:
    thing = ready(kind, office, state)
    before = thing.now()
    for turn, verb in enumerate(kind.verbs, kind.states.index(state)):
        who = kind.doer(verb, state)
        role = next(role for role, account in PEOPLE.items() if account == who)
        if kind.row_of(verb) in {kind.row_of(move.verb) for move in kind.moves if move.source == state}:
            assert Ways(thing, verb).by_api(who, before["version"] - 2).status_code == 409, f"{verb}: stale"
            continue
        strange = kind.hidden and role == Role.TEAM and thing.office.person(who).get(thing.path).status_code == 404
        expected = {404, Missing} if strange else {409, Stale}
        for way, refusal in Ways(thing, verb).refusals(who, role, before["version"], turn):
            assert refusal in expected, f"{verb} by {way}: {refusal}"
    assert thing.now() == before


@pytest.mark.turns(7)
@pytest.mark.parametrize(("kind", "state"), STATES, ids=STATE_IDS)
def test_pages_offer_nobody_what_would_be_refused(office: TestOffice, kind: Kind, state: str) -> None:
    thing = ready(kind, office, state)
    moving = {kind.row_of(move.verb) for move in kind.moves}
    for role, who in PEOPLE.items():
        legal = {kind.row_of(move.verb) for move in kind.moves if move.source == state and role in move.roles}
        found = offered(office, who, thing.page)
        assert found & moving <= legal, who
        others = [row for row in map(kind.lines.get, found - moving) if isinstance(row, Verb)]
        ways = {row.name: openers(kind.lines.rights, row) for row in others}
        assert [name for name, roles in ways.items() if roles is not None and role not in roles] == [], who


@pytest.mark.parametrize(("kind", "verb"), MESSAGES, ids=[f"{kind.name}-{verb}" for kind, verb in MESSAGES])
def test_no_person_can_do_what_only_messages_and_timers_do(office: TestOffice, kind: Kind, verb: str) -> None:
    sources = [str(move.source) for move in kind.moves if move.verb == verb]
    thing = ready(kind, office, next((state for state in sources if state in kind.states), str(kind.born)))
    for who in PEOPLE.values():
        path = f"{thing.path}/{verb.replace('_', '-')}"
        assert office.person(who).post(path, json={"version": 1}).status_code == 404, who


@pytest.mark.parametrize(("kind", "verb"), VERBS, ids=[f"{kind.name}-{verb}" for kind, verb in VERBS])
def test_an_unknown_thing_is_missing(office: TestOffice, kind: Kind, verb: str) -> None:
    ways = Ways(ready(kind, office, str(kind.born)), verb, kind.unknown)
    assert ways.by_api(kind.doer(verb), 1).status_code == 404


@pytest.mark.parametrize("kind", KINDS, ids=BY_NAME)
def test_the_action_itself_knows_a_stale_version(office: TestOffice, kind: Kind) -> None:
    move = next(move for one, move in ROWS if one is kind and move.source == kind.born)
    thing = ready(kind, office, str(kind.born))
    role = sorted(move.roles - {Role.SYSTEM})[0]
    with pytest.raises(Stale):
        Ways(thing, move.verb).by_action(Actor(None, PEOPLE[role], "X", frozenset({role})), thing.now()["version"] - 1)


@pytest.mark.parametrize("kind", KINDS, ids=BY_NAME)
def test_nobody_without_a_session_sees_it(office: TestOffice, kind: Kind) -> None:
    thing, visitor = ready(kind, office, str(kind.born)), office.app(kind.service).test_client()
    assert visitor.get(thing.path).status_code == 401
    assert visitor.get(thing.page).status_code == 302


@pytest.mark.parametrize("kind", KINDS, ids=BY_NAME)
def test_a_table_reaches_every_state_and_has_no_dead_end(kind: Kind) -> None:
    reached: set[Any] = {kind.born}
    frontier = [kind.born]
    while frontier:
        state = frontier.pop()
        new = {move.target for move in kind.moves if move.source == state} - reached
        reached |= new
        frontier += new
    assert reached == set(kind.moves.labels)
    for state in reached - kind.ends:
        assert any(move.source == state and move.target != state for move in kind.moves), state
    assert not [move for move in kind.moves if move.source in kind.ends]


@pytest.mark.parametrize("kind", KINDS, ids=BY_NAME)
def test_the_database_itself_refuses_an_unknown_state(office: TestOffice, kind: Kind) -> None:
    ready(kind, office, str(kind.born))
    with pytest.raises(IntegrityError), office.service(kind.service).reading() as session:
        session.execute(text(f"update {kind.table} set state = 'lost'"))
