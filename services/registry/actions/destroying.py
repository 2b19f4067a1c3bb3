"""Carries out an approved list: bytes first, then what rows say about people, case by case; the minutes at the end.

Each case is one transaction, and removing bytes twice is harmless: a crash or a silent store only delays the rest.
One that cannot be destroyed holds no other; its list waits for it.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from datetime import datetime

from services.handoffs import conflicts
from services.handoffs.contract import Contract
from services.handoffs.outbox import post
from services.handoffs.registry_to_intake import CASE_DESTROYED_INTAKE
from services.handoffs.registry_to_letters import CASE_DESTROYED_LETTERS
from services.handoffs.registry_to_review import CASE_DESTROYED_REVIEW
from services.registry.actions import tombstones
from services.registry.actions.emptying import empty, letters_of, note_erased
from services.registry.actions.tombstones import Tombstone
from services.registry.papers import retention as papers
from services.registry.queries import retention as queries
from services.registry.queries.archive import case_for_update
from services.registry.queries.paper import is_lent
from services.registry.rules.numbers import minutes_number
from services.registry.states import DESTRUCTION_MOVES, CaseState, DestructionState
from services.registry.tables import ArchiveCase, Counter, Destruction, DestructionItem
from services.shared.calendar import clock
from services.shared.errors import Unavailable
from services.shared.jobs.rows import each
from services.shared.rights.moves import advance
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service, Work

log = logging.getLogger(__name__)
BUDGET = 15  # seconds after which a run begins no further case
TELL: tuple[Contract, ...] = (CASE_DESTROYED_INTAKE, CASE_DESTROYED_REVIEW, CASE_DESTROYED_LETTERS)


def _left(work: Work, row: Destruction) -> list[DestructionItem]:
    return [item for item in queries.whole(work.session, row.id).items if item.destroyed_at is None]


def destroy_archives(work: Work, budget: float = BUDGET) -> str:
    """Go on with every list that is being carried out; returns the outcome for the job table."""
    done, end = 0, time.monotonic() + budget
    try:
        for list_id, case_no in _steps(work):
            if time.monotonic() > end:
                return f"{done} arsip dimusnahkan, masih ada lagi"
            done += sum(each(work, [(list_id, case_no)], _named, lambda step: _go_on(work, *step)))
    except Unavailable as error:
        return f"{done} arsip dimusnahkan; {error.message}"
    return f"{done} arsip dimusnahkan"


def _steps(work: Work) -> Iterator[tuple[uuid.UUID, str]]:
    """Each case that is still to be destroyed, and after those of a list an empty one: its end."""
    for row in queries.under_way(work.session):
        for item in _left(work, row):
            yield row.id, item.case_no
        yield row.id, ""


def _named(step: tuple[uuid.UUID, str]) -> str:
    return f"arsip {step[1]}" if step[1] else f"berita acara daftar {step[0]}"


def _go_on(work: Work, list_id: uuid.UUID, case_no: str) -> bool:
    """One case, or the end of the list; whether it was a case."""
    if case_no:
        destroy_case(work.service, list_id, case_no, work.now)
    else:
        finish(work.service, list_id, work.now)
    return bool(case_no)


def destroy_case(service: Service, list_id: uuid.UUID, case_no: str, now: datetime) -> None:
    """Destroy one case: its package, its letters' files, what rows say about people; tell the other services.

    A legal hold that came after the approval takes the case off the list instead. Raises Unavailable.
    """
    with service.work(SYSTEM, now) as work:
        case, item = case_for_update(work.session, case_no), queries.open_item(work.session, case_no)
        if case is None or item is None or item.destruction_id != list_id:
            return
        if case.hold_reason or case.state != CaseState.ARCHIVED or is_lent(work.session, case_no):
            _spare(work, item)
        else:
            _destroy(work, case, item)


def _spare(work: Work, item: DestructionItem) -> None:
    work.session.delete(item)
    words = "Arsip tidak dimusnahkan: ditahan, sedang diperbarui, atau dokumen kertasnya belum kembali"
    work.audit("spared", item.case_no, words)


def _destroy(work: Work, case: ArchiveCase, item: DestructionItem) -> None:
    row = queries.list_for_update(work.session, item.destruction_id)
    stone = Tombstone(case.case_no, str(case.archive_no), row.no, work.now.isoformat(), letters_of(work, case.case_no))
    tombstones.keep(work, stone)
    item.destroyed_at = work.now
    removed = empty(work, case)
    conflicts.forget(work, case.case_no)
    body = {"destroyed_at": work.now, "archive_no": case.archive_no, "list_no": row.no}
    for contract in TELL:
        post(work, contract, case.case_no, body)
    words = f"Arsip {case.archive_no} dimusnahkan, daftar {row.no}"
    note_erased(work, case.case_no, words, removed)


def finish(service: Service, list_id: uuid.UUID, now: datetime) -> None:
    """The minutes (berita acara) say what was destroyed, once all of it is gone."""
    with service.work(SYSTEM, now) as work:
        row = queries.list_for_update(work.session, list_id)
        found = queries.whole(work.session, list_id)
        if row.state != DestructionState.DESTROYING or any(item.destroyed_at is None for item in found.items):
            return
        day = clock.local(work.now).date()
        row.minutes_no = minutes_number(day.year, Counter.next(work.session, "minutes", day.year))
        row.destroyed_on = day
        _write_minutes(work, row, found)
        advance(DESTRUCTION_MOVES, row, "finish", work.actor, work.now, None)
        work.audit("finish", row.no, f"{len(found.items)} arsip dimusnahkan, berita acara {row.minutes_no}")


def _write_minutes(work: Work, row: Destruction, found: queries.WholeList) -> None:
    pdf = papers.minutes(work.office, found, work.now)
    bucket = work.service.settings.documents_bucket
    row.minutes = work.service.store.put_bytes(
        bucket, f"registry/destructions/{row.id}", pdf, "application/pdf"
    ).as_dict()
