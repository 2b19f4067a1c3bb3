"""Conflict of interest: whom a fact about a case means, who acts where all who hold an office are barred, who is told.

A fact (``barring.py``) means a *party*: one account (``tim1``), whoever bears a name (``@denny pangkey``), or whoever
holds an office (``#camat``). So an account that is made later is barred with the others, and no list of accounts
has to be kept true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from services.shared.rights.people import Actor, Role

NEXT_IN_LINE: Mapping[Role, Role] = {Role.CAMAT: Role.SECTION_HEAD, Role.SECTION_HEAD: Role.CAMAT}
BARRED_WORDS = "Anda ditandai berbenturan kepentingan dengan pengaduan ini, sehingga tidak dapat membukanya."
SUPERVISOR = "supervisor"  # among the roles that are stood in for: the regency's supervisor acts for the Camat
NAMED, HOLDING, GIVEN = "@", "#", "+"
_TITLES = frozenset(
    {"drs", "dra", "dr", "ir", "h", "hj", "prof", "pdt", "bpk", "bapak", "ibu", "sdr", "sdri", "tn", "ny"}
)


@dataclass(frozen=True)
class Colleague:
    """One active account: username, name, the roles that it has today (acting heads too), and those it holds itself."""

    username: str
    name: str
    roles: frozenset[Role]
    holds: frozenset[Role] = frozenset()

    @property
    def parties(self) -> tuple[str, ...]:
        """What a fact may call this person."""
        return parties(self.username, self.name, self.holds)


def name_key(name: str) -> str:
    """A name by which people are compared: small letters, without titles before it and after a comma; may be empty."""
    words = re.sub(r"[^a-z]+", " ", name.split(",", maxsplit=1)[0].lower()).split()
    return " ".join([word for word in words if word not in _TITLES] or words)


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same but for case, spaces and titles."""
    return name_key(one) == name_key(other) != ""


def named(name: str) -> str:
    """The party of everybody who bears this name; empty where it is none."""
    key = name_key(name)
    return NAMED + key if key else ""


def holding(role: Role) -> str:
    """The party of everybody who holds this office."""
    return f"{HOLDING}{role}"


def given(username: str) -> str:
    """The party by which one case is given to an account that sees no other (the supervisor)."""
    return GIVEN + username


def parties(username: str, name: str, holds: Iterable[Role]) -> tuple[str, ...]:
    """What a fact may call a person, the account first: its own fact counts before those by name and office."""
    found = (username, named(name), *(holding(role) for role in sorted(holds)))
    return tuple(party for party in found if party)


def parties_of(actor: Actor) -> tuple[str, ...]:
    """The same of whoever acts now; an office in which they only act by decree is not theirs."""
    acting = {actor.acting.role} if actor.acting else set()
    return parties(actor.username, actor.name, actor.roles - acting)


def bars(facts: Mapping[str, bool], one: Iterable[str]) -> bool:
    """Whether the facts that hold now (party to whether it bars) bar a person of these parties.

    Where the account itself was judged, that counts; else any name or office does.
    """
    username, *others = one
    return facts[username] if username in facts else any(facts.get(party, False) for party in others)


def roles_in(stood_in: Collection[str], actor: Actor, withheld: Collection[str] = ()) -> frozenset[Role]:
    """The actor's roles in a thing: with those in ``stood_in`` for which they act, because all holders are barred.

    ``withheld``: usernames who marked somebody above them, and act in no office above until it is confirmed.
    """
    own = actor.roles
    if actor.username in withheld:
        own -= {Role.CAMAT}
    return own | {role for role, other in NEXT_IN_LINE.items() if role in stood_in and other in actor.roles}


def asked(role: Role, stood_in: Collection[str], barred: Collection[str], staff: Iterable[Colleague]) -> list[Role]:
    """Whose bell rings for what a role has to do: its own while a holder (or acting head) is free, and the stand-in's.

    ``barred`` are usernames; nobody of the staff need be known where nobody is barred.
    """
    if role not in stood_in or role not in NEXT_IN_LINE:
        return [role]
    free = any(role in one.roles and one.username not in barred for one in staff)
    return [role, NEXT_IN_LINE[role]] if free else [NEXT_IN_LINE[role]]
