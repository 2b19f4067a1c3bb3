"""A list of archives to be destroyed: what people do with it, from the proposal to the word to carry it out."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import delete, update

from services.registry.queries import retention as queries
from services.registry.rules import retention as rules
from services.registry.rules.retention import Approver
from services.registry.states import DESTRUCTION_MOVES
from services.registry.tables import Destruction, DestructionApproval, DestructionItem
from services.shared.calendar import clock
from services.shared.errors import Missing, RuleBroken
from services.shared.rights.moves import advance
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def take_off(work: Work, list_id: UUID, version: int | None, *, case_no: str, reason: str) -> Destruction:
    """Take an archive off the draft. The job would propose it again: give it a legal hold or another fate to keep it.

    Raises:
        Stale: stale version, or the list is not a draft any more. Missing: it is not on the list.
    """
    row = queries.list_for_update(work.session, list_id)
    if not advance(DESTRUCTION_MOVES, row, "take_off", work.actor, work.now, version):
        return row
    if (item := work.session.get(DestructionItem, (list_id, case_no))) is None:
        raise Missing("Arsip ini tidak ada di dalam daftar.")
    work.session.delete(item)
    work.audit("take_off", row.no, f"Arsip {item.archive_no} dikeluarkan dari daftar: {reason}")
    return row


def submit(work: Work, list_id: UUID, version: int | None) -> Destruction:
    """The registrar puts the list before those who approve it. Raises Stale, RuleBroken (empty)."""
    row = queries.list_for_update(work.session, list_id)
    if not advance(DESTRUCTION_MOVES, row, "submit", work.actor, work.now, version):
        return row
    items = queries.whole(work.session, list_id).items
    if not items:
        raise RuleBroken("Daftar ini kosong; tidak ada yang dapat diajukan.")
    row.submitted_by, row.submitted_by_name, row.submitted_at = work.actor.username, work.actor.name, work.now
    row.return_reason = ""
    work.audit("submit", row.no, f"Daftar berisi {len(items)} arsip diajukan untuk disetujui")
    return row


def approve(work: Work, list_id: UUID, version: int | None) -> Destruction:
    """One of two approvals. Raises Stale, Forbidden, RuleBroken (who may: ``rules/retention.py``)."""
    row = queries.list_for_update(work.session, list_id)
    camat = work.actor.is_any(Role.CAMAT)
    if not advance(DESTRUCTION_MOVES, row, "approve", work.actor, work.now, version):
        return row
    given = [Approver(a.username, a.camat) for a in queries.whole(work.session, list_id).approvals]
    rules.check_approval(given, Approver(work.actor.username, camat), row.submitted_by)
    work.session.add(_approval(work, row, camat=camat))
    work.audit("approve", row.no, "Daftar usul musnah disetujui")
    return row


def _approval(work: Work, row: Destruction, *, camat: bool) -> DestructionApproval:
    return DestructionApproval(
        destruction_id=row.id,
        username=work.actor.username,
        name=work.actor.name,
        role=work.actor.role_label,
        camat=camat,
        at=work.now,
    )


def send_back(work: Work, list_id: UUID, version: int | None, *, reason: str) -> Destruction:
    """Not like this: the list is a draft again, and approvals that were given count no more. Raises Stale.

    Where another draft has been begun meanwhile, that one's archives join this list.
    """
    row = queries.list_for_update(work.session, list_id)
    _join_newer(work, row)  # before the move: there may be no second draft, not even for a moment
    if not advance(DESTRUCTION_MOVES, row, "send_back", work.actor, work.now, version):
        return row
    row.return_reason = reason
    _forget_approvals(work, row)
    work.audit("send_back", row.no, f"Daftar dikembalikan: {reason}")
    return row


def _forget_approvals(work: Work, row: Destruction) -> None:
    """Those of two persons, the committee's and the written one: they were of a list that may change now."""
    work.session.execute(delete(DestructionApproval).where(DestructionApproval.destruction_id == row.id))
    row.committee, row.appraised_on = [], None
    row.permit_by, row.permit_no, row.permit_on = "", "", None


def _join_newer(work: Work, row: Destruction) -> None:
    """Two drafts may not be: the newer one's archives go onto ``row``, and the newer list, still nobody's, goes."""
    newer = queries.draft(work.session)
    if newer is None or newer.id == row.id:
        return
    moved = update(DestructionItem).filter_by(destruction_id=newer.id).values(destruction_id=row.id)
    work.session.execute(moved)
    work.session.delete(newer)
    work.session.flush()
    work.audit("join", newer.no, f"Isi daftar digabungkan ke {row.no}")


def note_appraisal(
    work: Work, list_id: UUID, version: int | None, *, committee: str, appraised_on: date
) -> Destruction:
    """The committee that appraised the list. Raises Stale, RuleBroken (too few, a day that has not come)."""
    row = queries.list_for_update(work.session, list_id)
    if not advance(DESTRUCTION_MOVES, row, "note_appraisal", work.actor, work.now, version):
        return row
    row.committee, row.appraised_on = rules.committee(committee), _passed(work, "appraised_on", appraised_on)
    work.audit("note_appraisal", row.no, f"Panitia penilai arsip dicatat: {len(row.committee)} orang")
    return row


def note_permit(
    work: Work, list_id: UUID, version: int | None, *, permit_by: str, permit_no: str, permit_on: date
) -> Destruction:
    """The written approval of the archive office or the regent. Raises Stale, RuleBroken (a day that has not come)."""
    row = queries.list_for_update(work.session, list_id)
    if not advance(DESTRUCTION_MOVES, row, "note_permit", work.actor, work.now, version):
        return row
    row.permit_by, row.permit_no, row.permit_on = permit_by, permit_no, _passed(work, "permit_on", permit_on)
    words = f"Persetujuan tertulis {rules.PERMITTED_BY[permit_by].lower()} nomor {permit_no}"
    work.audit("note_permit", row.no, f"{words}, {clock.long_date(permit_on)}")
    return row


def _passed(work: Work, field: str, day: date) -> date:
    if day > clock.local(work.now).date():
        raise RuleBroken.at(field, "Tanggal ini belum tiba.")
    return day


def destroy(
    work: Work, list_id: UUID, version: int | None, *, first_witness: str, second_witness: str, confirmation: str
) -> Destruction:
    """The registrar's last word, before two witnesses: from now on the timed job removes the bytes.

    Raises:
        Stale: stale version, or not approved by two.
        RuleBroken: no committee, no written approval, not confirmed, or one witness twice.
    """
    row = queries.list_for_update(work.session, list_id)
    if not advance(DESTRUCTION_MOVES, row, "destroy", work.actor, work.now, version):
        return row
    witnesses = [first_witness, second_witness]
    rules.check_allowed(appraised=bool(row.committee), permitted=bool(row.permit_no))
    rules.check_destruction(confirmation, witnesses)
    row.witnesses, row.destroyed_by_name = witnesses, work.actor.name
    work.audit("begin_destruction", row.no, f"Pemusnahan dimulai, saksi: {', '.join(witnesses)}")
    return row
