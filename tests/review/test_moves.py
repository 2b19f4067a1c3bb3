"""Every move of the table, and every move that is not in it: by every role, twice, and with a stale version."""

from __future__ import annotations

from itertools import product

import pytest

from services.review.states import CLOSED, MOVES, OPEN, State
from services.review.verbs import VERBS
from services.shared.people import Role
from tests.support.review import WAY, Bodies, Desk, doer

PEOPLE = {
    Role.SECTION_HEAD: "kasi",
    Role.CAMAT: "camat",
    Role.TEAM: "tim1",
    Role.CLERK: "loket1",
    Role.REGISTRAR: "registrasi",
    Role.ADMIN: "admin",
    Role.AUDITOR: "auditor",
}
STAFF_MOVES = [row for row in MOVES if Role.SYSTEM not in row.roles]
LEGAL = {(str(row.source), row.verb): row for row in STAFF_MOVES}


def body(desk: Desk, case_no: str, verb: str, state: str) -> dict[str, object]:
    """A body that fits the state: an open coordination to close, where the verb closes one."""
    if verb == "close_coordination" and state == "team_assigned":
        case = desk.do(case_no, "coordinate", result="")
        return Bodies.of(verb) | {"coordination_id": case["coordinations"][-1]["id"]}
    return Bodies.of(verb)


@pytest.mark.parametrize(("state", "verb"), sorted(LEGAL))
def test_a_legal_move_by_its_role_twice_and_stale(desk: Desk, state: str, verb: str) -> None:
    case_no = desk.case(state)
    given = body(desk, case_no, verb, state)
    seen = desk.version(case_no)
    person = desk.person("camat" if verb == "mark_conflict" else doer(verb))
    path = f"/review/api/cases/{case_no}/{verb.replace('_', '-')}"
    moved = person.do(path, given | {"version": seen})
    assert moved["state"] == LEGAL[state, verb].target
    assert moved["version"] == seen + 1
    handed = len(desk.posted(case_no))

    again = person.do(path, given | {"version": seen})
    assert (again["version"], again["state"]) == (moved["version"], moved["state"])
    assert len(desk.posted(case_no)) == handed, "a double press hands over once"

    person.do(path, given | {"version": seen - 1}, expect=409)
    assert desk.version(case_no) == moved["version"]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_in_a_state_that_does_not_allow_it_is_a_conflict(desk: Desk, verb: str) -> None:
    reachable = [state for state in WAY if (state, verb) not in LEGAL]
    person = "camat" if verb == "mark_conflict" else doer(verb)
    for state in reachable:
        case_no = _prepared(desk, state)
        unassigned = person == "tim1" and "dispose_to_team" not in WAY[state]
        before = desk.version(case_no)
        desk.do(case_no, verb, username=person, expect=404 if unassigned else 409)
        assert desk.version(case_no) == before


@pytest.mark.parametrize(("verb", "role"), sorted(product(VERBS, PEOPLE)))
def test_only_the_roles_of_a_verb_may_do_it(desk: Desk, verb: str, role: Role) -> None:
    if role in VERBS[verb].roles:
        return
    case_no = next(_prepared(desk, state) for state, known in sorted(LEGAL) if known == verb)
    desk.do(case_no, verb, username=PEOPLE[role], expect=403)


_CASES: dict[str, str] = {}


def _prepared(desk: Desk, state: str) -> str:
    if state not in _CASES:
        _CASES[state] = desk.case(state)
    return _CASES[state]


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


def test_the_database_itself_refuses_an_unknown_state(desk: Desk) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import IntegrityError

    case_no = desk.case()
    with pytest.raises(IntegrityError), desk.service.reading() as session:
        session.execute(text("update cases set state = 'lost' where case_no = :no"), {"no": case_no})
