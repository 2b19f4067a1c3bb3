"""What keeps an archive from destruction: a legal hold; and the appraisal of what the schedule leaves open."""

from __future__ import annotations

from services.registry.queries import retention as queries
from services.registry.queries.archive import ended_for_update
from services.registry.rules.retention import APPRAISE
from services.registry.states import CASE_MOVES
from services.registry.tables import ArchiveCase
from services.shared.errors import RuleBroken, Stale
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def hold(work: Work, case_no: str, version: int | None, *, reason: str) -> ArchiveCase:
    """A lawsuit, an audit, a request: the archive is kept until the hold is released. It leaves any list it is on.

    Raises:
        Missing: no such case. Stale: stale version, destroyed already, or held already.
    """
    case = ended_for_update(work.session, case_no)
    if not advance(CASE_MOVES, case, "hold", work.actor, work.now, version):
        return case
    if case.hold_reason:
        raise Stale("Arsip ini sudah ditahan. Lepaskan dahulu penahanan yang lama.")
    case.hold_reason, case.hold_by, case.held_at = reason, work.actor.name, work.now
    item = queries.open_item(work.session, case_no)
    if item is not None:
        work.session.delete(item)
    work.audit("hold", case_no, f"Pemusnahan arsip ditahan: {reason}")
    return case


def release_hold(work: Work, case_no: str, version: int | None, *, reason: str) -> ArchiveCase:
    """The hold is no longer needed; retention goes on as the schedule says. Raises Missing, Stale."""
    case = ended_for_update(work.session, case_no)
    if not advance(CASE_MOVES, case, "release_hold", work.actor, work.now, version):
        return case
    if not case.hold_reason:
        raise Stale("Arsip ini tidak sedang ditahan.")
    case.hold_reason, case.hold_by, case.held_at = "", "", None
    work.audit("release_hold", case_no, f"Penahanan arsip dilepas: {reason}")
    return case


def appraise(work: Work, case_no: str, version: int | None, *, fate: str, reason: str) -> ArchiveCase:
    """What the schedule leaves open (dinilai kembali) is given its fate, with a reason.

    Raises:
        RuleBroken: the schedule itself decides this archive. Missing, Stale.
    """
    case = ended_for_update(work.session, case_no)
    if not advance(CASE_MOVES, case, "appraise", work.actor, work.now, version):
        return case
    if case.fate != APPRAISE:
        raise RuleBroken("Nasib akhir arsip ini sudah ditentukan oleh JRA, bukan untuk dinilai kembali.")
    case.fate = fate
    work.audit("appraise", case_no, f"Arsip dinilai kembali: {fate}. {reason}")
    return case
