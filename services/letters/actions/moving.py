"""One move of a letter, with the roles that the actor has in it: the next in line acts for a Camat who is barred."""

from __future__ import annotations

from dataclasses import replace

from services.letters.states import MOVES
from services.letters.tables import Letter
from services.shared.rights.conflicts import roles_in
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def move(work: Work, letter: Letter, verb: str, version: int | None) -> bool:
    """Move a locked letter; False where this very move was already made. Raises as ``shared.moves.advance``."""
    actor = replace(work.actor, roles=roles_in(letter.stood_in, work.actor))
    return advance(MOVES, letter, verb, actor, work.now, version)
