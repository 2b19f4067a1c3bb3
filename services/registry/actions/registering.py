"""Step 16a: the letter's row in the service register book; and a correction, which strikes a row by a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.registry.actions import book
from services.registry.queries.entries import entry_of, striking
from services.registry.queries.letters import letter_for_update
from services.registry.rules.book import shown_name
from services.registry.states import MOVES, CaseState
from services.registry.tables import ArchiveCase, Letter, RegisterEntry
from services.shared.calendar import clock
from services.shared.errors import RuleBroken, Stale
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def record_register(work: Work, letter_id: UUID, version: int | None) -> Letter:
    """Step 16a: write the letter in the service register book. Stale for a stale version or another state."""
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "record_register", work.actor, work.now, version):
        return letter
    entry = _book_row(work, letter)
    shown = f"Dicatat di buku register nomor {entry.serial} tahun {entry.year}"
    work.audit("record_register", str(letter.id), shown, case_no=letter.case_no, position=entry.position)
    return letter


def _book_row(work: Work, letter: Letter) -> RegisterEntry:
    return book.append(
        work,
        kind="letter",
        received_on=clock.local(letter.received_at).date(),
        case_no=letter.case_no,
        letter_id=letter.id,
        applicant_name=shown_name(letter.recipient, letter.hides_recipient),
        service=work.office.letter_kinds.get(letter.kind, "Surat"),
        summary=letter.subject,
        officer=work.actor.name,
        result=f"Surat langkah {letter.step}",
        note=f"Ditandatangani {letter.signer_title}",
    )


def correct_entry(work: Work, position: int, *, reason: str, **changes: Any) -> RegisterEntry:
    """Write a corrected row that strikes the row at ``position``; ``changes`` holds only what differs.

    Pressed twice, it is written once.

    Raises:
        RuleBroken: nothing would change. Missing: no such row.
        Stale: the row has been struck already, or the archive of its case was destroyed.
    """
    book.lock(work.session)
    old = entry_of(work.session, position)
    case = work.session.get(ArchiveCase, old.case_no)
    if case is not None and case.state == CaseState.DESTROYED:
        raise Stale("Arsip pengaduan ini sudah dimusnahkan; barisnya tidak dapat dibetulkan lagi.")
    differing = {name: value for name, value in changes.items() if value != getattr(old, name)}
    struck = striking(work.session, position)
    if struck is not None:
        if struck.reason == reason and all(getattr(struck, name) == value for name, value in differing.items()):
            return struck
        raise Stale("Baris ini sudah dicoret oleh baris yang lebih baru. Betulkan baris yang baru itu.")
    if not differing:
        raise RuleBroken("Belum ada isian yang diubah. Ubah paling sedikit satu isian.")
    entry = book.strike(work, old, reason, **differing)
    subject = str(old.letter_id or old.case_no)
    shown = f"Buku register nomor {old.serial} tahun {old.year} dibetulkan menjadi nomor {entry.serial}: {reason}"
    work.audit("correct_entry", subject, shown, position=entry.position, strikes=position, changed=sorted(differing))
    return entry
