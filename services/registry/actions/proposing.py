"""The timed job that proposes: what has outlived its retention goes on the list that is being put together."""

from __future__ import annotations

from services.registry.queries import retention as queries
from services.registry.rules.numbers import list_number
from services.registry.rules.retention import DESTROY, period
from services.registry.states import DestructionState
from services.registry.tables import ArchiveCase, Counter, Destruction, DestructionItem
from services.shared.calendar import clock
from services.shared.jobs.rows import at_most, each
from services.shared.unit_of_work import Work

AT_ONCE = 500  # archives in one run


def propose(work: Work) -> str:
    """Put every archive that is due on the draft list; nothing is decided and nothing destroyed by a timer."""
    cases = queries.proposable(work.session, clock.local(work.now).date(), DESTROY, at_most(work, AT_ONCE))
    listed = each(work, cases, lambda case: case.case_no, lambda case: _list(work, case))
    if not listed:
        return "tidak ada yang jatuh tempo"
    work.audit("propose", listed[0].no, f"{len(listed)} arsip diusulkan musnah", cases=len(listed))
    return f"{len(listed)} arsip diusulkan pada {listed[0].no}"


def _list(work: Work, case: ArchiveCase) -> Destruction:
    row = queries.draft(work.session) or _new_list(work)
    work.session.add(_item(work, row, case))
    return row


def _new_list(work: Work) -> Destruction:
    year = clock.local(work.now).year
    row = Destruction(
        no=list_number(year, Counter.next(work.session, "destruction", year)),
        state=DestructionState.DRAFT,
        version=1,
        created_at=work.now,
        moved_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _item(work: Work, row: Destruction, case: ArchiveCase) -> DestructionItem:
    first, last = clock.local(case.received_at).date(), clock.local(case.ended_at).date()
    assert case.inactive_until is not None  # the state says so
    return DestructionItem(
        destruction_id=row.id,
        case_no=case.case_no,
        archive_no=case.archive_no,
        classification=case.classification,
        description=f"Berkas pengaduan: {work.office.categories.get(case.category, case.category)}",
        period=period(first, last),
        files=len(case.contents or []),
        inactive_until=case.inactive_until,
    )
