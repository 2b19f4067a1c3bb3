"""A correction in the register book: the wrong row stays, struck through, and a new row takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.registry import book
from services.registry.queries.book import entry_of, striking
from services.registry.states import CaseState
from services.registry.tables import ArchiveCase, RegisterEntry
from services.shared.errors import RuleBroken, Stale
from services.shared.unit_of_work import Work

CORRECTABLE = ("applicant_name", "village", "service", "summary", "officer", "finished_on", "result", "note")


def correct_entry(work: Work, position: int, reason: str, changes: Mapping[str, Any]) -> RegisterEntry:
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
    differing = {name: changes[name] for name in CORRECTABLE if name in changes and changes[name] != getattr(old, name)}
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
