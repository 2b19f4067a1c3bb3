"""A case leaves the registry for good: what rows say about people, then bytes."""

from __future__ import annotations

from services.handoffs import holdings
from services.registry.actions.erasing import erase
from services.registry.actions.indexing import note_destroyed
from services.registry.queries import letters
from services.registry.states import CASE_MOVES, CaseState
from services.registry.tables import ArchiveCase
from services.shared.audit import trail
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def empty(work: Work, case: ArchiveCase) -> int:
    """Rows first, then everything of the case in the archive bucket, and the registry's own files of its letters."""
    ids = letters_of(work, case.case_no)
    erase(work.session, case.case_no, work.now)
    if case.state == CaseState.ARCHIVED:
        advance(CASE_MOVES, case, "destroy", work.actor, work.now, None)
        case.destroyed_at = work.now
    work.session.flush()
    note_destroyed(work.session, case.case_no)
    return holdings.destroy(work.service.store, work.service.settings, "registry", case.case_no, ids)


def letters_of(work: Work, case_no: str) -> list[str]:
    """The ids of a case's letters."""
    return [str(letter.id) for letter in letters.of_case(work.session, case_no)]


def note_erased(work: Work, case_no: str, words: str, removed: int) -> None:
    """Close the trails of a case and of its letters: what they said before is shown no more."""
    for subject in (case_no, *letters_of(work, case_no)):
        work.audit(trail.ERASE, subject, words, objects=removed)
