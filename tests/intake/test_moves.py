"""Every move of ``states.MOVES`` by every role, twice, stale, and every move that is not there."""

from __future__ import annotations

import pytest

from services.intake.states import MOVES, State
from services.shared.rights.people import Role
from tests.support.intake import Desk, form, handed, items, person
from tests.support.office import TestOffice

pytestmark = pytest.mark.fast  # what each verb may do in each state: asked after every change

ACCOUNTS = {
    Role.CLERK: "loket1",
    Role.SECTION_HEAD: "kasi",
    Role.CAMAT: "camat",
    Role.TEAM: "tim1",
    Role.REGISTRAR: "registrasi",
    Role.ADMIN: "admin",
    Role.AUDITOR: "auditor",
}
BODIES = {
    "submit_form": form(),
    "forward": {"items": items()},
    "return_incomplete": {"items": items(evidence="Foto patok")},
    "complete_documents": {"note": "Foto dibawa"},
    "hand_over": handed(),
    "confirm_receipt": {},
    "withdraw": {"reason": "Sudah berdamai"},
}
PEOPLE = [move for move in MOVES if Role.CLERK in move.roles and move.verb != "save_draft"]
NAMES = {"request_withdrawal": "withdraw"}


def act(desk: Desk, verb: str, expect: int, who: str = "loket1", version: int | None = None) -> dict:
    """Do a verb with a body that is good wherever the verb is legal."""
    name = NAMES.get(verb, verb)
    at = desk.now()["version"] if version is None else version
    body = {"version": at} | BODIES[name]
    return person(desk.office, who).do(f"{desk.path}/{name.replace('_', '-')}", body, expect)


def in_state(office: TestOffice, move) -> Desk:
    """A complaint to which this move is open; a withdrawal by way of review needs that review has it."""
    at_desk = move.source in {State.INTAKE_CHECK, State.AWAITING_COMPLETION}
    return Desk(office).to_state(move.source, returned=move.verb == "request_withdrawal" and at_desk)


@pytest.mark.parametrize("move", PEOPLE, ids=lambda m: f"{m.source}-{m.verb}")
def test_a_legal_move_leads_to_its_target_once(office: TestOffice, move) -> None:
    desk = in_state(office, move)
    before = desk.now()
    verb = NAMES.get(move.verb, move.verb)
    assert verb in before["verbs"]
    after = act(desk, move.verb, 200)
    assert (after["state"], after["version"]) == (move.target, before["version"] + 1)
    messages = len(desk.posted())
    again = act(desk, move.verb, 200, version=before["version"])  # the button pressed twice
    assert again["version"] == before["version"] + 1
    assert len(desk.posted()) == messages
    assert len(again["timeline"]) == len(after["timeline"])


@pytest.mark.parametrize("state", list(State))
def test_what_is_not_in_the_table_is_refused(office: TestOffice, state: State) -> None:
    desk = Desk(office).to_state(state)
    before = desk.now()
    for verb in BODIES:
        legal = verb in before["verbs"]
        if legal:
            act(desk, verb, 409, version=before["version"] - 2)  # stale
        else:
            act(desk, verb, 409)
        for role, who in ACCOUNTS.items():
            if role != Role.CLERK:
                act(desk, verb, 403, who, before["version"])
    assert desk.now() == before


def test_another_clerk_with_the_same_stale_page_is_told(office: TestOffice) -> None:
    desk = Desk(office).to_state(State.INTAKE_CHECK)
    version = desk.now()["version"]
    act(desk, "forward", 200)
    act(desk, "forward", 409, "loket2", version)
    assert len(desk.posted("case_forwarded")) == 1


def test_somebody_without_a_session_gets_401(office: TestOffice) -> None:
    client = office.app("intake").test_client()
    assert client.get("/intake/api/complaints").status_code == 401
    assert client.get("/intake/").status_code == 302
