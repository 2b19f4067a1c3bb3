"""Who may what, as data: role x state x assignment x confidentiality -> verbs.

``Moves`` says which role moves a thing in which state. ``Rights`` adds what moves nothing (seeing, knowing a name,
opening a file) and how far a role's rights reach: to every case, or only to those given to the person. Each service,
and each part that all services have, lists its own; queries, actions and routes ask here, and a page shows the same
rows to people. Their words stand in the table of verbs (``shared/verbs.py``).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.shared.errors import Forbidden
from services.shared.rights.moves import NOT_YOURS, Moves
from services.shared.rights.people import Actor, Role


class Reach(enum.StrEnum):
    """To which things of a kind a right reaches."""

    ALL = "all"
    ASSIGNED = "assigned"  # only to those given to this person


@dataclass(frozen=True)
class Right:
    """One row: ``roles`` may do ``verb``; ``confidential``: also where the thing is confidential.

    ``public``: whoever is not signed in may, too.
    """

    verb: str
    roles: frozenset[Role]
    reach: Reach = Reach.ALL
    confidential: bool = True
    public: bool = False


@dataclass(frozen=True)
class MovesOf:
    """The moves of one kind of thing, with the words for its states."""

    thing: str
    moves: Moves
    states: Mapping[Any, str]


class Rights:
    """Everything that may be done in one service, or in a part that all services have.

    ``assigned`` are the roles whose moves reach only to their own; ``stand_ins`` who acts for a role whose holders are
    all barred from a thing.
    """

    def __init__(
        self,
        rows: Iterable[Right],
        moves: Iterable[MovesOf] = (),
        assigned: Iterable[Role] = (),
        stand_ins: Mapping[Role, Role] | None = None,
    ) -> None:
        self.rows, self.moves = tuple(rows), tuple(moves)
        self.assigned, self.stand_ins = frozenset(assigned), dict(stand_ins or {})

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb that somebody may do."""
        moved = {move.verb for part in self.moves for move in part.moves}
        return frozenset({row.verb for row in self.rows} | moved)

    def may(self, verb: str, actor: Actor, *, assigned: bool = False, confidential: bool = False) -> bool:
        """Whether this person may; ``assigned``: the thing is theirs, ``confidential``: it is that.

        The machine itself (timers, messages) may everything here; what it does is bounded by the moves. What is
        confidential is for nobody whose account others made what it is today (docs/decisions/0029).
        """
        if Role.SYSTEM in actor.roles:
            return True
        if confidential and actor.new_since is not None:
            return False
        return any(
            row.verb == verb
            and row.roles & actor.roles
            and (assigned or row.reach == Reach.ALL)
            and (row.confidential or not confidential)
            for row in self.rows
        )

    def check(
        self,
        verb: str,
        actor: Actor,
        words: str = NOT_YOURS,
        *,
        assigned: bool = False,
        confidential: bool = False,
    ) -> None:
        """Raises Forbidden with these words where this person may not (``may``)."""
        if not self.may(verb, actor, assigned=assigned, confidential=confidential):
            raise Forbidden(words)

    def everywhere(self, verb: str) -> frozenset[Role]:
        """The roles that may do this with every thing, confidential ones too; the machine itself among them."""
        held = [row.roles for row in self.rows if row.verb == verb and row.confidential and row.reach == Reach.ALL]
        return frozenset({Role.SYSTEM}).union(*held)

    def may_all(self, verb: str, actor: Actor) -> bool:
        """Whether this person may do this with every thing, confidential ones too: for what is searched or counted."""
        return self.may(verb, actor, confidential=True) and actor.is_any(*self.everywhere(verb))

    def is_public(self, verb: str) -> bool:
        """Whether whoever is not signed in may, too."""
        return any(row.verb == verb and row.public for row in self.rows)

    def openers(self, verb: str) -> frozenset[Role]:
        """The roles for which the way to a verb is open: its own, and those that may stand in for them in some case.

        Only what moves a case has a stand-in: who does another's work there gets none of his other rights.
        """
        moved = frozenset[Role]().union(
            *(move.roles for part in self.moves for move in part.moves if move.verb == verb)
        )
        return self.roles(verb) | {self.stand_ins[role] for role in moved & set(self.stand_ins)}

    def roles(self, verb: str) -> frozenset[Role]:
        """Every role that may do this verb in some circumstance."""
        held = [row.roles for row in self.rows if row.verb == verb]
        held += [move.roles for part in self.moves for move in part.moves if move.verb == verb]
        return frozenset().union(*held)
