"""A case has ended: its row in the register book, its parts as they arrive, and its way into the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from services.handoffs.endings import in_book
from services.registry.actions import book
from services.registry.queries.archive import case_for_update, ended_for_update
from services.registry.rules.book import shown_name, shown_nik
from services.registry.states import CASE_MOVES, CaseState
from services.registry.tables import ArchiveCase, DossierPart, Letter, RegisterEntry
from services.shared.calendar import clock
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

_ENDED = (
    "outcome", "branch", "received_at", "ended_at", "village", "confidential", "class_code", "category", "title",
    "summary", "officer", "letter_number", "told_at", "told_how", "parts",
)  # fmt: skip


def note_ended(work: Work, case_no: str, body: Mapping[str, Any]) -> ArchiveCase:
    """A case has ended, by whichever branch: it gets its row in the register book, and waits for its parts.

    Both intake and review may tell of an end; the first is written in the book, the other may only add parts.
    """
    case = case_for_update(work.session, case_no)
    if case is not None:
        added = [part for part in body["parts"] if part not in case.parts and case.state != CaseState.DESTROYED]
        case.parts = [*case.parts, *added]
        if added:
            reopen_archive(work, case_no)
        return case
    case = _ended_case(work, case_no, body)
    work.session.add(case)
    if case.confidential:
        work.session.execute(update(Letter).filter_by(case_no=case_no).values(confidential=True))
    work.session.flush()
    entry = _book_row(work, case, body.get("lapor_no", ""))
    shown = f"Pengaduan berakhir; buku register nomor {entry.serial} tahun {entry.year}"
    work.audit("case_ended", case_no, shown, outcome=case.outcome, branch=case.branch, position=entry.position)
    return case


def _ended_case(work: Work, case_no: str, body: Mapping[str, Any]) -> ArchiveCase:
    hidden = body["confidential"]
    return ArchiveCase(
        case_no=case_no,
        applicant_name=shown_name(body["applicant_name"], hidden),
        nik_masked=shown_nik(body["nik_masked"], hidden),
        classification=work.office.default_classification,
        state=CaseState.AWAITING,
        version=1,
        moved_at=work.now,
        next_try_at=work.now,
        **{name: body[name] for name in _ENDED},
    )


def _book_row(work: Work, case: ArchiveCase, lapor_no: str) -> RegisterEntry:
    told = f"Diberitahukan {clock.short_date(case.told_at)} ({case.told_how})" if case.told_at else ""
    return book.append(
        work,
        kind="case",
        received_on=clock.local(case.received_at).date(),
        case_no=case.case_no,
        applicant_name=case.applicant_name,
        nik_masked=case.nik_masked,
        village=work.office.villages.get(case.village, case.village),
        service=work.office.categories.get(case.category, case.category),
        summary=case.title,
        officer=case.officer,
        finished_on=clock.local(case.ended_at).date(),
        result=in_book(case.outcome, case.branch, case.summary),
        letter_number=case.letter_number,
        note="; ".join(filter(None, (told, f"LAPOR! {lapor_no}" if lapor_no else ""))),
    )


def store_part(work: Work, case_no: str, sender: str, body: Mapping[str, Any]) -> None:
    """A service's part of the archived case; it may come before the end does, and once more when it has grown."""
    ended = work.session.get(ArchiveCase, case_no)
    if ended is not None and ended.state == CaseState.DESTROYED:
        return  # too late: what it says about people must not come back
    part = work.session.get(DossierPart, (case_no, body["part"]), with_for_update=True)
    timeline = [{**entry, "at": entry["at"].isoformat()} for entry in body["timeline"]]
    documents = [{**d, "id": str(d["id"]), "added_at": d["added_at"].isoformat()} for d in body["documents"]]
    if part is None:
        part = DossierPart(case_no=case_no, part=body["part"])
        work.session.add(part)
    elif part.timeline == timeline and part.documents == documents:
        return
    part.sender, part.timeline, part.documents, part.arrived_at = sender, timeline, documents, work.now
    work.session.flush()
    reopen_archive(work, case_no)


def reopen_archive(work: Work, case_no: str) -> None:
    """Something of the case has changed: a package that was made already is made anew, under the same number."""
    case = case_for_update(work.session, case_no)
    if case is None:
        return
    case.next_try_at, case.tries = work.now, 0
    if case.state == CaseState.ARCHIVED:
        advance(CASE_MOVES, case, "reopen", work.actor, work.now, None)
        work.audit("reopen", case_no, "Paket arsip diperbarui karena ada bagian yang menyusul")


def retry_archive(work: Work, case_no: str, version: int | None) -> ArchiveCase:
    """The registrar asks for another try now, instead of waiting for the next one. Raises Missing, Stale."""
    case = ended_for_update(work.session, case_no)
    if advance(CASE_MOVES, case, "retry", work.actor, work.now, version):
        case.next_try_at = work.now
        work.audit("retry", case_no, "Pengarsipan dicoba lagi atas permintaan petugas", story=False)
    return case
