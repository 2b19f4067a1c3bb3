"""The agenda for the office's other letters: a number is booked, reserved, used, cancelled, typed, its line corrected.

No file is needed. A form that is sent twice (``key``) books once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.registry.actions import agenda, chained, sources
from services.registry.actions.numbering import check_classification
from services.registry.actions.sources import NoNumber, Taken
from services.registry.rules.agenda import Held, Source
from services.registry.tables import AgendaEntry, AgendaNumber
from services.shared.errors import Missing, RuleBroken, Stale
from services.shared.unit_of_work import Work

# What can be corrected of a letter of Sigap; the rest is the letter's own.
OF_LETTER = ("security", "retention", "note")
_OUTSIDE = ("number", "dated")
_FROM_OUTSIDE = (Source.TYPED, Source.PAPER)
_GONE_ON = "Baris ini sudah berubah. Muat ulang halaman, lalu lihat keadaannya yang sekarang."


def book_letter(work: Work, *, key: UUID | None, classification: str, **facts: Any) -> AgendaNumber:
    """A number for another letter of the office, by the office's source, dated today.

    Raises:
        RuleBroken: an unknown code, numbers are typed in this office, or the secretariat's block is used up.
    """
    if (known := _asked(work, key)) is not None:
        return known
    check_classification(work, classification)
    line = agenda.enter(work, sources.take(work, classification), Held.USED, key, **facts)
    return _booked_line(work, "book_letter", line, f"Nomor {line.number} untuk surat “{facts['subject']}”")


def reserve_numbers(work: Work, *, key: UUID | None, classification: str, count: int, note: str) -> AgendaNumber:
    """Take the next numbers for letters that are still being written; returns the first of them. Raises as booking."""
    if (known := _asked(work, key)) is not None:
        return known
    check_classification(work, classification)
    taken = [sources.take(work, classification)]
    lines = [agenda.enter(work, taken[0], Held.RESERVED, key, note=note)]
    for _ in range(count - 1):
        lines.append(_one_more(work, classification, note, len(lines)))
    last = f" s.d. {lines[-1].number}" if count > 1 else ""
    return _booked_line(work, "reserve_numbers", lines[0], f"{count} nomor dipesan: {lines[0].number}{last}")


def _one_more(work: Work, classification: str, note: str, already: int) -> AgendaNumber:
    try:
        return agenda.enter(work, sources.take(work, classification), Held.RESERVED, note=note)
    except NoNumber:
        words = f"Nomor dari sekretariat tinggal {already}. Pesan paling banyak {already}, atau catat blok baru dahulu."
        raise RuleBroken.at("count", words) from None


def record_outside(
    work: Work, *, key: UUID | None, number: str, dated: date, classification: str, **facts: Any
) -> AgendaNumber:
    """A number that SRIKANDI or the secretariat gave another letter of the office, typed with its date.

    Raises:
        RuleBroken: somebody has the number, which it names; a date in the future; an unknown code.
    """
    if (known := _asked(work, key)) is not None:
        return known
    check_classification(work, classification)
    line = agenda.enter(work, sources.typed(work, number, classification, dated), Held.USED, key, **facts)
    return _booked_line(work, "record_outside", line, f"Nomor {line.number} dari luar untuk surat “{facts['subject']}”")


def use_number(work: Work, line: int, version: int, **facts: Any) -> AgendaNumber:
    """A reserved number is this letter's. Raises Stale where it is not reserved any more, or for a letter of Sigap."""
    row, entry = _at(work, line, version)
    if row is None:
        return _same(work, entry, state=Held.USED, **facts)
    if row.state != Held.RESERVED or row.letter_id is not None:
        raise Stale("Hanya nomor yang dipesan kantor untuk surat lain yang dapat dipakai di sini.")
    agenda.replace(work, row, "Nomor yang dipesan dipakai", state=Held.USED, **facts)
    return _booked_line(work, "use_number", row, f"Nomor {row.number} dipakai untuk surat “{facts['subject']}”")


def cancel_number(work: Work, line: int, version: int, *, reason: str) -> AgendaNumber:
    """The number stays in the book as BATAL and is not given again. Raises Stale for a letter of Sigap."""
    row, entry = _at(work, line, version)
    if row is None:
        return _same(work, entry, state=Held.CANCELLED)
    if row.letter_id is not None or row.state == Held.CANCELLED:
        raise Stale("Nomor surat pengaduan dibatalkan lewat suratnya; nomor yang sudah batal tetap batal.")
    agenda.replace(work, row, reason, state=Held.CANCELLED)
    return _booked_line(work, "cancel_number", row, f"Nomor {row.number} BATAL: {reason}")


def correct_line(work: Work, line: int, version: int, *, reason: str, **changes: Any) -> AgendaNumber:
    """Write a corrected line that strikes the valid one; ``changes`` holds only what differs.

    Raises:
        RuleBroken: nothing would change; a part that is the letter's own; a number that was not typed; a number that
            somebody has. Stale: a cancelled number, or the line was corrected meanwhile.
    """
    row, entry = _at(work, line, version)
    differing = {name: value for name, value in changes.items() if value != getattr(entry, name)}
    if row is None:
        return _same(work, entry, **changes)
    if row.state == Held.CANCELLED:
        raise Stale("Nomor ini sudah batal; barisnya tidak dibetulkan lagi.")
    if not differing:
        raise RuleBroken("Belum ada isian yang diubah. Ubah paling sedikit satu isian.")
    _check_correctable(row, differing)
    if "classification" in differing:
        check_classification(work, differing["classification"])
    if taken := _renumbered(work, row, differing):
        agenda.refuse_double(work, taken, but=row)
        differing |= vars(taken)
    agenda.replace(work, row, reason, **differing)
    note = f"Baris agenda nomor {row.number} dibetulkan: {reason}"
    return _booked_line(work, "correct_line", row, note, changed=sorted(differing))


def _check_correctable(row: AgendaNumber, changes: dict[str, Any]) -> None:
    for name in changes:
        if row.letter_id is not None and name not in OF_LETTER:
            raise RuleBroken.at(name, "Isian ini milik surat pengaduan dan tidak dibetulkan di agenda.")
        if row.source not in _FROM_OUTSIDE and name in _OUTSIDE:
            raise RuleBroken.at(name, "Nomor dan tanggal yang diberikan aplikasi tidak diganti. Batalkan nomornya.")


def _renumbered(work: Work, row: AgendaNumber, changes: dict[str, Any]) -> Taken | None:
    """What a typed number becomes, where it was typed wrongly."""
    if row.source not in _FROM_OUTSIDE or not changes.keys() & {*_OUTSIDE, "classification"}:
        return None
    number, dated, code = (changes.get(name, getattr(row, name)) for name in ("number", "dated", "classification"))
    return replace(sources.typed(work, number, code, dated), source=Source(row.source))


def _asked(work: Work, key: UUID | None) -> AgendaNumber | None:
    """What this very form booked already; two presses at once wait for each other at the book."""
    chained.lock(work.session)
    return work.session.scalars(select(AgendaNumber).where(AgendaNumber.asked == key)).first() if key else None


def _at(work: Work, line: int, version: int) -> tuple[AgendaNumber | None, AgendaEntry]:
    """The number, its row locked, with its valid line; None for the number where another line is valid by now."""
    chained.lock(work.session)  # before the row, as everybody who writes in the book
    row = work.session.get(AgendaNumber, line, with_for_update=True, populate_existing=True)
    if row is None:
        raise Missing("Nomor ini tidak ada di agenda surat keluar.")
    entry = work.session.get_one(AgendaEntry, row.position)
    return (row if row.position == version else None), entry


def _same(work: Work, entry: AgendaEntry, **said: Any) -> AgendaNumber:
    """Pressed twice: the valid line says just that already; raises Stale where it says something else."""
    if any(getattr(entry, name) != value for name, value in said.items()):
        raise Stale(_GONE_ON)
    return work.session.scalars(select(AgendaNumber).where(AgendaNumber.position == entry.position)).one()


def _booked_line(work: Work, verb: str, line: AgendaNumber, note: str, **details: Any) -> AgendaNumber:
    work.audit(verb, f"agenda-{line.id}", note, number=line.number, **details)
    return line
