"""Every move of ``states.MOVES`` by every role, twice, stale, and every move that is not there."""

from __future__ import annotations

import pytest

from services.letters.states import MOVES, State
from services.shared.rights.people import Role
from tests.support.letters import LetterUnderTest, content
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
VERBS = ("save_draft", "submit_draft", "request_correction", "sign", "approve", "initial", "return_draft", "not_signed")
# What an office that signs with its own keys, numbers afterwards and has no chain of initials does; the other ways have
# tests of their own (test_numbers, test_bsre, test_paper, test_initials, test_acting).
OTHER_WAYS = {
    "submit_for_initials", "initial", "last_initial", "return_draft", "approve", "send_for_signature", "take_signed",
    "not_signed", "sign_on_paper", "set_signatory",
}  # fmt: skip
PEOPLE = [move for move in MOVES if Role.SYSTEM not in move.roles and move.verb not in OTHER_WAYS]
HERE = ("letter_drafting", "letter_review", "letter_signed", "letter_cancelled")
HASH = "0" * 64


def act(letter: LetterUnderTest, who: str, verb: str, expect: int, version: int | None = None) -> dict:
    """Do a verb with a body that is good wherever the verb is legal."""
    drafts = letter.now()["drafts"]
    newest = drafts[-1] if drafts else {"no": 1, "sha256": HASH}
    bodies = {
        "save_draft": {"content": content()},
        "submit_draft": {"content": content()},
        "request_correction": {"note": "Perbaiki hal surat."},
        "sign": {"draft_no": newest["no"], "sha256": newest["sha256"], "passphrase": "tanda-tangan-camat"},
        "approve": {"draft_no": newest["no"], "sha256": newest["sha256"]},
        "initial": {"draft_no": newest["no"], "sha256": newest["sha256"]},
        "return_draft": {"note": "Perbaiki hal surat."},
        "not_signed": {},
    }
    return letter.do(who, verb.replace("_", "-"), expect, version=version, **bodies[verb])


@pytest.mark.parametrize("move", PEOPLE, ids=lambda m: f"{m.source}-{m.verb}")
def test_a_legal_move_leads_to_its_target_once(office: TestOffice, move) -> None:
    letter = LetterUnderTest(office).to_state(move.source)
    before = letter.now()["version"]
    who = ACCOUNTS[next(iter(move.roles))]
    after = act(letter, who, move.verb, 200)
    assert (after["state"], after["version"]) == (move.target, before + 1)
    again = act(letter, who, move.verb, 200, version=before)  # the button pressed twice
    assert again["version"] == before + 1
    assert letter.now()["drafts_count"] == after["drafts_count"]


@pytest.mark.parametrize("move", PEOPLE, ids=lambda m: f"{m.source}-{m.verb}")
def test_other_roles_are_refused(office: TestOffice, move) -> None:
    letter = LetterUnderTest(office).to_state(move.source)
    before = letter.now()
    for role, who in ACCOUNTS.items():
        if role not in move.roles:
            act(letter, who, move.verb, 403)
    assert letter.now() == before


@pytest.mark.parametrize("move", PEOPLE, ids=lambda m: f"{m.source}-{m.verb}")
def test_a_stale_version_is_refused(office: TestOffice, move) -> None:
    letter = LetterUnderTest(office).to_state(move.source)
    letter_version = letter.now()["version"]
    act(letter, ACCOUNTS[next(iter(move.roles))], move.verb, 409, version=letter_version - 2)
    assert letter.now()["version"] == letter_version


@pytest.mark.parametrize("state", [State(state) for state in HERE])
@pytest.mark.parametrize("verb", VERBS)
def test_a_move_that_is_not_in_the_table_is_a_conflict(office: TestOffice, state: State, verb: str) -> None:
    if MOVES.find(state, verb):
        pytest.skip("legal")
    letter = LetterUnderTest(office).to_state(state)
    camats = ("request_correction", "sign", "approve", "not_signed")
    who = "camat" if verb in camats else "kasi" if verb in ("initial", "return_draft") else "tim1"
    act(letter, who, verb, 409)
    assert letter.now()["state"] == state
