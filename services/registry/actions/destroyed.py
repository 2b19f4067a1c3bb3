"""What was destroyed stays destroyed: asked after in every bucket, and done again where an older backup came back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handoffs import holdings
from services.registry.actions.emptying import empty, letters_of, note_erased
from services.registry.actions.tombstones import Tombstone
from services.registry.notices import nothing_left, tell_left
from services.registry.queries import retention as queries
from services.registry.queries.archive import case_for_update
from services.registry.states import CaseState
from services.registry.tables import ArchiveCase
from services.shared.jobs.rows import each
from services.shared.unit_of_work import Work

ASKED_FOR, TIME_TO_FOLLOW = timedelta(days=7), timedelta(hours=1)


def is_back(session: Session, stone: Tombstone) -> bool:
    """Whether a destroyed case is here again."""
    state = session.scalar(select(ArchiveCase.state).where(ArchiveCase.case_no == stone.case_no))
    return state is not None and state != CaseState.DESTROYED


def destroy_again(work: Work, stone: Tombstone) -> bool:
    """A restored backup was older than the destruction of this case; False where it is destroyed here, too.

    Raises:
        Unavailable: the store does not answer.
    """
    case = case_for_update(work.session, stone.case_no)
    if case is None or case.state == CaseState.DESTROYED:
        return False
    if (item := queries.open_item(work.session, stone.case_no)) is not None:
        item.destroyed_at = datetime.fromisoformat(stone.destroyed_at)
    words = f"Arsip {stone.archive_no} dimusnahkan lagi sesudah pemulihan cadangan, daftar {stone.list_no}"
    note_erased(work, stone.case_no, words, empty(work, case))
    return True


def ask_after_destroyed(work: Work) -> str:
    """Timed job: of what was destroyed in these days nothing lies in any bucket; else the bell rings.

    The other services have had an hour to follow.
    """
    cases = queries.destroyed_between(work.session, work.now - ASKED_FOR, work.now - TIME_TO_FOLLOW)
    found = each(work, cases, str, lambda case_no: _ask_after(work, case_no))
    return f"{sum(found)} arsip musnah masih menyisakan berkas"


def _ask_after(work: Work, case_no: str) -> bool:
    left = holdings.left(work.service.store, work.service.settings, case_no, letters_of(work, case_no))
    if left:
        tell_left(work, case_no, len(left))
    else:
        nothing_left(work, case_no)
    return bool(left)
