"""One move of a letter, and the version that it is about."""

from __future__ import annotations

from dataclasses import replace

from services.letters.queries.parts import draft_of
from services.letters.rules.reviewing import check_reviewed
from services.letters.rules.signatory import roles_of
from services.letters.states import MOVES
from services.letters.tables import Draft, Letter
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def move(work: Work, letter: Letter, verb: str, version: int | None) -> bool:
    """Move a locked letter; False where this very move was already made. Raises as ``advance``.

    The actor has the roles that they have in this letter (``rules.signatory.roles_of``).
    """
    actor = replace(work.actor, roles=roles_of(work.office, letter, work.actor))
    return advance(MOVES, letter, verb, actor, work.now, version)


def newest(work: Work, letter: Letter) -> Draft:
    """The version that was submitted last. Raises Missing."""
    return draft_of(work.session, letter.id, letter.drafts_count)


def reviewed(work: Work, letter: Letter, draft_no: int, sha256: str) -> Draft:
    """The newest version, where it is the very file that was read. Raises Stale."""
    draft = newest(work, letter)
    check_reviewed(draft.no, draft.sha256, draft_no, sha256)
    return draft
