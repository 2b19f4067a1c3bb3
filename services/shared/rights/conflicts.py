"""Conflict of interest: who acts where all who hold an office are barred from a thing, and who is told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from services.shared.rights.people import Actor, Role

NEXT_IN_LINE: Mapping[Role, Role] = {Role.CAMAT: Role.SECTION_HEAD, Role.SECTION_HEAD: Role.CAMAT}
BARRED_WORDS = "Anda ditandai berbenturan kepentingan dengan pengaduan ini, sehingga tidak dapat membukanya."


@dataclass(frozen=True)
class Colleague:
    """One active account: username, name, the roles that it has today (acting heads too), and those it holds itself."""

    username: str
    name: str
    roles: frozenset[Role]
    holds: frozenset[Role] = frozenset()


def roles_in(stood_in: Collection[str], actor: Actor) -> frozenset[Role]:
    """The actor's roles in a thing: with those in ``stood_in`` for which they act, because all holders are barred."""
    return actor.roles | {role for role, other in NEXT_IN_LINE.items() if role in stood_in and other in actor.roles}


def asked(role: Role, stood_in: Collection[str], barred: Collection[str], staff: Iterable[Colleague]) -> list[Role]:
    """Whose bell rings for what a role has to do: its own while a holder (or acting head) is free, and the stand-in's.

    ``barred`` are usernames; nobody of the staff need be known where nobody is barred.
    """
    if role not in stood_in or role not in NEXT_IN_LINE:
        return [role]
    free = any(role in one.roles and one.username not in barred for one in staff)
    return [role, NEXT_IN_LINE[role]] if free else [NEXT_IN_LINE[role]]
