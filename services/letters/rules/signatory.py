"""Who signs a letter where it is not the Camat: an acting head, the section head for some kinds, or the next in line.

An acting head is appointed by decree, has a key of their own, and puts their own name into the signature block.

Letters that must be quick the office may let the section head sign, on the Camat's behalf (``letters.at_once``), with a
key of their own.

A letter whose Camat is barred by a conflict of interest: the regency's supervisor or, where that was confirmed, the
next in line signs it on paper, on the Camat's behalf.

The Camat's key is the Camat's own, so such a letter goes the way of an office that signs on paper, whatever else the
office has chosen.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Protocol

from services.shared.calendar import clock
from services.shared.config.office import LetterRules, Office, Official
from services.shared.paper.letter import Signatory
from services.shared.rights.conflicts import NEXT_IN_LINE, SUPERVISOR, roles_in
from services.shared.rights.people import Acting, Actor, Role

Block = dict[str, Any]  # username, name, and ``acting`` as ``Acting.as_dict`` gives it


class Draft(Protocol):
    """What of a version says whose name stands under it."""

    signer: dict[str, Any] | None
    acting: dict[str, Any] | None


class Letter(Protocol):
    """What of a letter decides who signs it: usernames that have no part in it, and roles that are stood in for."""

    kind: str
    team: list[str]
    barred: list[str]
    stood_in: list[str]
    kept_from: list[str]


def on_behalf(letter: Letter) -> bool:
    """Whether another than the Camat signs, because every Camat is barred."""
    return Role.CAMAT in letter.stood_in or SUPERVISOR in letter.stood_in


def rules_for(office: Office, letter: Letter) -> LetterRules:
    """How this letter is numbered, signed and initialled; nobody who is barred from it initials it.

    What is signed, numbered and sealed with one press waits for nobody's initials.
    """
    quick = letter.kind in office.letters.at_once
    chain = () if quick else tuple(name for name in office.letters.initials if name not in letter.barred)
    changes: dict[str, object] = {"initials": chain}
    if on_behalf(letter):
        changes |= {"signing": "wet", "signer": "internal"}
    return office.letters.model_copy(update=changes)


def signer_of(office: Office, letter: Letter) -> Official:
    """Who signs this letter by office: the Camat, the regency's supervisor, or the next in line."""
    if SUPERVISOR in letter.stood_in:
        one = office.supervisor
        return Official.model_construct(role=SUPERVISOR, title=one.title, name=one.name, rank=one.rank, nip=one.nip)
    return office.official(NEXT_IN_LINE[Role.CAMAT] if Role.CAMAT in letter.stood_in else Role.CAMAT)


def signing_role(office: Office, letter: Letter) -> Role:
    """Whose turn the signature is, by the office's rule for this kind: the Camat's, or the section head's (a.n.)."""
    return Role.CAMAT if on_behalf(letter) else Role(office.letters.at_once.get(letter.kind, Role.CAMAT))


def roles_of(office: Office, letter: Letter, person: Actor) -> frozenset[Role]:
    """The roles that somebody has in this letter.

    The next in line acts for a Camat who is barred; the section head signs what the office lets them sign, and is
    among the writers of what they proposed themselves.
    """
    roles = roles_in(letter.stood_in, person, letter.kept_from)
    if Role.SECTION_HEAD not in person.roles:
        return roles
    own = {Role.TEAM} if person.username in letter.team else set()
    return roles | own | ({Role.CAMAT} if signing_role(office, letter) == Role.SECTION_HEAD else set())


def first_block(office: Office, letter: Letter) -> Block | None:
    """The block under which a letter is laid out first: None for the Camat's."""
    return None if signing_role(office, letter) == Role.CAMAT else _section_head(office)


def own_block(office: Office, letter: Letter, person: Actor) -> Block | None:
    """The block under which this person signs this letter; None for the Camat's own."""
    if Role.CAMAT not in person.roles and signing_role(office, letter) in person.roles:
        return _section_head(office)
    return acting_block(person)


def _section_head(office: Office) -> Block:
    """The section head on the Camat's behalf, by the office's standing rule: no decree, and so no day of one."""
    head = office.official(Role.SECTION_HEAD)
    acting = Acting(Role.CAMAT, "an", head.title, head.rank, head.nip, "", date.min)
    return {"username": "", "name": head.name, "acting": acting.as_dict()}


def acting_block(actor: Actor) -> Block | None:
    """The appointment by which this person signs, as a version keeps it; None for the Camat."""
    if actor.acting is None or actor.acting.role != Role.CAMAT:
        return None
    return {"username": actor.username, "name": actor.name, "acting": actor.acting.as_dict()}


def shown_signer(office: Office, letter: Letter, block: Block | None) -> dict[str, str]:
    """Title, name and NIP of whoever signs under this block, in one line each."""
    if block is None:
        official = signer_of(office, letter)
        return {"title": official.title, "name": official.name, "nip": official.nip}
    acting = Acting.from_dict(block["acting"])
    title = acting.title(office.official(Role.CAMAT).title)
    return {"title": title, "name": block["name"], "nip": acting.nip}


def named_on(office: Office, letter: Letter, draft: Draft) -> dict[str, str]:
    """Title, name and NIP as they stand on a version; of one that is older than this record, as they would today."""
    return draft.signer or shown_signer(office, letter, draft.acting)


def names(office: Office, letter: Letter, draft: Draft, block: Block | None) -> bool:
    """Whether a version names whoever signs under this block today: another Camat may have come since it was made."""
    return draft.acting == block and named_on(office, letter, draft) == shown_signer(office, letter, block)


def signatory(office: Office, letter: Letter, block: Block | None, now: datetime) -> Signatory | None:
    """The lines under which an acting head, or the next in line, signs; None where the Camat signs."""
    if not on_behalf(letter):
        if block is None:
            return None
        acting = Acting.from_dict(block["acting"])
        lines = acting.signature(office.official(Role.CAMAT).title)
        return Signatory(lines, block["name"], acting.rank, acting.nip)
    head = signer_of(office, letter)
    acting = Acting(Role.CAMAT, "an", head.title, head.rank, head.nip, "", clock.local(now).date())
    return Signatory(acting.signature(office.official(Role.CAMAT).title), head.name, head.rank, head.nip)
