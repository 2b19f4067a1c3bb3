"""What a person may do with a letter now."""

from __future__ import annotations

from services.letters.rules.reviewing import whose_turn
from services.letters.rules.signatory import names, on_behalf, own_block, roles_of, rules_for
from services.letters.states import MOVES, State
from services.letters.tables import Letter
from services.shared.config.office import Office
from services.shared.rights.people import Actor, Role


def verbs(office: Office, letter: Letter, person: Actor) -> set[str]:
    """By role and state, by assignment, by the office's way of signing and its chain."""
    rules_of, roles = rules_for(office, letter), roles_of(office, letter, person)
    found = set(MOVES.verbs_for(State(letter.state), roles))
    if person.username not in letter.team:
        found -= {"save_draft", "submit_draft"}
        found -= set() if Role.CAMAT in roles else {"sign_on_paper"}
    given = [each.username for each in letter.initials if each.draft_no == letter.drafts_count]
    if whose_turn(rules_of.initials, given) != person.username:
        found -= {"initial", "return_draft"}
    numbered = bool(letter.drafts) and letter.drafts[-1].number is not None and letter.number is not None
    ways = {
        "sign": rules_of.signing == "after" or (rules_of.signing == "reserved" and numbered),
        "approve": rules_of.signing == "reserved" and not numbered,
        "sign_on_paper": rules_of.signing == "wet",
    }
    last = letter.drafts[-1] if letter.drafts else None
    if last and not on_behalf(letter) and not names(office, letter, last, own_block(office, letter, person)):
        ways |= {"sign": False, "approve": False} if "set_signatory" in found else {}
    else:
        ways["set_signatory"] = False
    return found - {verb for verb, open_ in ways.items() if not open_}
