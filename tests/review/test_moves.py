"""Every row of MOVES by every role, legal and illegal, twice and stale: at the action, the API and the page.

The tables are made from MOVES and CASE themselves, so that no row can be left out.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from services.review.rules.path import OUTCOMES
from services.review.states import CLOSED, MOVES, OPEN, RIGHTS, State
from services.review.verbs import CASE, VERBS
from services.shared.errors import Forbidden, Missing, Stale
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Work
from tests.support.review import WAY, Bodies, Desk, new_case_no

pytestmark = pytest.mark.fast  # what each verb may do in each state: asked after every change

PEOPLE = {
    Role.SECTION_HEAD: "kasi",
    Role.CAMAT: "camat",
    Role.TEAM: "tim1",
    Role.CLERK: "loket1",
    Role.REGISTRAR: "registrasi",
    Role.ADMIN: "admin",
    Role.AUDITOR: "auditor",
}
ROWS = [row for row in MOVES if Role.SYSTEM not in row.roles]
LEGAL = {(str(row.source), row.verb): row for row in ROWS}
MESSAGES = {row.verb for row in MOVES if Role.SYSTEM in row.roles}
IDS = [f"{row.source}-{row.verb}" for row in ROWS]
ROW_BY_ROLE = [(row, role) for row, role in product(ROWS, PEOPLE)]
_READY: dict[str, str] = {}


def ready(desk: Desk, state: str) -> str:
    """A case in this state that nothing in this file moves."""
    if state not in _READY:
        _READY[state] = desk.case(state)
    return _READY[state]


def body(desk: Desk, case_no: str, verb: str) -> dict[str, Any]:
    """A body that would succeed in the state of this case."""
    given = Bodies.of(verb)
    if verb == "close_coordination":
        given["coordination_id"] = desk.do(case_no, "coordinate", result="")["coordinations"][-1]["id"]
    if verb == "finish_task":
        given["task_id"] = desk.do(case_no, "assign_task")["tasks"][-1]["id"]
    if verb == "link_case":
        given["other_no"] = ready(desk, "camat_review")
    return given


def api(case_no: str, verb: str) -> str:
    return f"/review/api/cases/{case_no}/{VERBS[verb].address.removeprefix('/')}"


def posted(given: dict[str, Any], version: int) -> dict[str, Any]:
    """The same as the page's form posts it."""
    return {name: value for name, value in given.items() if value is not False} | {"version": version}


def act(work: Work, verb: str, case_no: str, given: dict[str, Any], version: int) -> None:
    """The action itself, with what its schema makes of a body."""
    VERBS[verb].action(work, case_no, **VERBS[verb].schema().load(given | {"version": version}))


def test_every_verb_of_the_table_has_a_way_in() -> None:
    assert {row.verb for row in ROWS} | {"note_partner_answer"} == {verb.name for verb in CASE}
    assert set(WAY) | {"closed_withdrawn"} == set(State)


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_row_by_its_role_twice_and_stale(desk: Desk, row: Any) -> None:
    case_no = desk.case(str(row.source))
    given = body(desk, case_no, row.verb)
    seen = desk.version(case_no)
    person = desk.person(PEOPLE[sorted(row.roles)[0]])
    moved = person.do(api(case_no, row.verb), given | {"version": seen})
    assert (moved["state"], moved["version"]) == (row.target, seen + 1)
    handed = len(desk.posted(case_no))

    again = person.do(api(case_no, row.verb), given | {"version": seen})
    assert (again["version"], again["state"]) == (moved["version"], moved["state"])
    page = person.post(api(case_no, row.verb).replace("/api", ""), data=posted(given, seen))
    assert page.status_code == 302, "pressed twice on the page: as once"
    person.do(api(case_no, row.verb), given | {"version": seen - 1}, expect=409)
    page = person.post(api(case_no, row.verb).replace("/api", ""), data=posted(given, seen - 1))
    assert page.status_code == 409
    assert desk.version(case_no) == moved["version"]
    assert len(desk.posted(case_no)) == handed, "what was done once is handed over once"


@pytest.mark.parametrize(("row", "role"), ROW_BY_ROLE, ids=[f"{r.source}-{r.verb}-{role}" for r, role in ROW_BY_ROLE])
def test_a_row_by_every_other_role_is_refused(desk: Desk, row: Any, role: Role) -> None:
    """At the action, the API and the page; nobody but the row's own roles gets through."""
    if role in row.roles:
        return
    case_no, person = ready(desk, str(row.source)), desk.person(PEOPLE[role])
    version, given = desk.version(case_no), Bodies.of(row.verb)
    actor = Actor(None, PEOPLE[role], "Seseorang", frozenset({role}))
    with pytest.raises((Forbidden, Missing)), desk.service.work(actor) as work:
        act(work, row.verb, case_no, given, version)
    assert person.post(api(case_no, row.verb), json=given | {"version": version}).status_code in {403, 404}
    page = person.post(api(case_no, row.verb).replace("/api", ""), data=posted(given, version))
    assert page.status_code in {403, 404}
    assert desk.version(case_no) == version


@pytest.mark.parametrize("state", sorted(WAY))
def test_every_verb_that_a_state_does_not_allow_is_a_conflict(desk: Desk, state: str) -> None:
    """At the action, the API and the page."""
    case_no = ready(desk, state)
    version = desk.version(case_no)
    member = "dispose_to_team" in WAY[state]
    for verb in sorted({row.verb for row in ROWS}):
        if (state, verb) in LEGAL:
            continue
        role = sorted(next(row for row in ROWS if row.verb == verb).roles)[0]
        wanted = 409 if role != Role.TEAM or member else 404
        person, given = desk.person(PEOPLE[role]), Bodies.of(verb)
        person.do(api(case_no, verb), given | {"version": version}, expect=wanted)
        page = person.post(api(case_no, verb).replace("/api", ""), data=posted(given, version))
        assert page.status_code == wanted, verb
        actor = Actor(None, PEOPLE[role], "Seseorang", frozenset({role}))
        with pytest.raises(Stale if wanted == 409 else Missing), desk.service.work(actor) as work:
            act(work, verb, case_no, given, version)
    assert (desk.version(case_no), desk.state(case_no)) == (version, state)


@pytest.mark.parametrize("verb", sorted(MESSAGES))
def test_no_person_can_do_what_only_messages_do(desk: Desk, verb: str) -> None:
    case_no = ready(desk, next(str(row.source) for row in MOVES if row.verb == verb))
    for username in PEOPLE.values():
        path = f"/review/api/cases/{case_no}/{verb.replace('_', '-')}"
        assert desk.person(username).post(path, json={"version": 1}).status_code == 404


@pytest.mark.parametrize("verb", sorted(verb.name for verb in CASE))
def test_an_unknown_case_is_missing(desk: Desk, verb: str) -> None:
    person = PEOPLE[sorted(RIGHTS.openers(verb))[0]]
    desk.person(person).do(api(new_case_no(), verb), Bodies.of(verb) | {"version": 1}, expect=404)


def test_the_action_itself_knows_a_stale_version(desk: Desk) -> None:
    case_no = ready(desk, "camat_review")
    actor = Actor(None, "camat", "Camat", frozenset({Role.CAMAT}))
    with pytest.raises(Stale), desk.service.work(actor) as work:
        act(work, "resolve_directly", case_no, Bodies.of("resolve_directly"), desk.version(case_no) - 1)


def test_the_table_has_no_dead_end_and_reaches_every_state() -> None:
    reached, frontier = {State.SECTION_HEAD_REVIEW}, [State.SECTION_HEAD_REVIEW]
    while frontier:
        state = frontier.pop()
        for row in MOVES:
            if row.source == state and row.target not in reached:
                reached.add(row.target)
                frontier.append(row.target)
    assert reached == set(State)
    for state in OPEN:
        assert any(row.source == state and row.target != state for row in MOVES)
    assert not [row for row in MOVES if row.source in CLOSED]
    assert set(OUTCOMES) == CLOSED


def test_the_database_itself_refuses_an_unknown_state(desk: Desk) -> None:
    case_no = desk.case()
    with pytest.raises(IntegrityError), desk.service.reading() as session:
        session.execute(text("update cases set state = 'lost' where case_no = :no"), {"no": case_no})
