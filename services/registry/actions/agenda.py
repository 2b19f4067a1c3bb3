"""Step 16b: lines of the agenda of outgoing letters. A number is entered once; what becomes of it are new lines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import and_, false, or_, select

from services.registry.actions import chained
from services.registry.actions.indexing import note_line
from services.registry.actions.sources import Taken
from services.registry.rules.agenda import Held, Source, key_of
from services.registry.tables import AgendaEntry, AgendaNumber
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights import barring
from services.shared.unit_of_work import Work

FACTS = ("subject", "recipient", "security", "retention", "signer_title", "note")
_NUMBER = ("number", "year", "serial", "dated", "source", "classification")
_EMPTY: dict[str, Any] = dict.fromkeys(FACTS, "") | {"case_no": None, "letter_id": None, "strikes": None, "reason": ""}
_CARRIED = (*_NUMBER, *FACTS, "state", "case_no", "letter_id")


def enter(work: Work, taken: Taken, state: Held, asked: UUID | None = None, **facts: Any) -> AgendaNumber:
    """Write a number's first line.

    Raises:
        RuleBroken: the number is in the agenda already; it says who has it.
    """
    chained.lock(work.session)
    refuse_double(work, taken)
    columns = {name: getattr(taken, name) for name in _NUMBER} | {"state": state}
    entry = chained.append(work, AgendaEntry, _EMPTY | columns | facts)
    line = AgendaNumber(id=entry.position, key=key_of(taken.number), asked=asked, said="", **_held(entry))
    work.session.add(line)
    note_line(work.session, line)
    return line


def replace(work: Work, line: AgendaNumber, reason: str, **changes: Any) -> AgendaEntry:
    """Write the line that takes the place of the number's valid one, which stays in the book, struck through."""
    chained.lock(work.session)
    old = work.session.get_one(AgendaEntry, line.position)
    kept = {name: getattr(old, name) for name in _CARRIED}
    entry = chained.append(work, AgendaEntry, kept | changes | {"strikes": old.position, "reason": reason})
    for name, value in _held(entry).items():
        setattr(line, name, value)
    line.key = key_of(entry.number)
    note_line(work.session, line)
    return entry


def of_letter(work: Work, letter_id: UUID) -> AgendaNumber | None:
    """The number that a letter of Sigap has or for which one is reserved, its row locked."""
    chained.lock(work.session)  # before any row: who writes in the book may go on to the rows of its numbers
    wanted = select(AgendaNumber).where(AgendaNumber.letter_id == letter_id, AgendaNumber.state != Held.CANCELLED)
    with work.session.no_autoflush:
        return work.session.scalars(wanted.with_for_update().execution_options(**barring.OF_ALL)).one_or_none()


def cancel_of_letter(work: Work, letter_id: UUID, reason: str) -> None:
    """The letter will not bear its number, or is void: BATAL. Told twice, it is written once."""
    line = of_letter(work, letter_id)
    if line is not None:
        replace(work, line, reason, state=Held.CANCELLED)


def refuse_double(work: Work, taken: Taken, but: AgendaNumber | None = None) -> None:
    """Raises RuleBroken where the agenda has this number, or its running number in that year and series.

    A number that was typed is one of the office's series like its own; ``but``: the row that it is for.
    """
    row, serial = AgendaNumber, and_(AgendaNumber.year == taken.year, AgendaNumber.serial == taken.serial)
    counted = but is None or (but.year, but.serial) != (taken.year, taken.serial)
    one = work.office.letters.number_series == "one" and taken.source == Source.TYPED and counted
    if taken.serial is None:  # of a number in somebody else's shape none is known
        serial = false()
    same = serial if one else and_(serial, row.classification == taken.classification)
    wanted = select(AgendaNumber, AgendaEntry).join(AgendaEntry, AgendaEntry.position == AgendaNumber.position)
    wanted = wanted.where(or_(row.key == key_of(taken.number), same), row.id.is_distinct_from(but and but.id))
    with work.session.no_autoflush:
        found = work.session.execute(wanted.limit(1).execution_options(**barring.OF_ALL)).first()
    if found:
        raise RuleBroken.at("number", _whose(*found) + _of_series(taken, found[0]))


def _of_series(taken: Taken, line: AgendaNumber) -> str:
    """Where only the running number is the same: why that is refused, and what an office does that counts otherwise."""
    if line.classification == taken.classification or line.key == key_of(taken.number):
        return ""
    return (
        f" Nomor urut {taken.serial} hanya sekali dalam setahun di kantor ini; bila dihitung per kode klasifikasi, "
        'administrator menulis number_series = "class".'
    )


def _whose(line: AgendaNumber, entry: AgendaEntry) -> str:
    """Who has a number, in words that everybody may read: of a letter of Sigap, its kind alone."""
    whose = f"“{entry.subject}”" if entry.subject else "yang dipesan kantor"
    whose += f" kepada {entry.recipient}" if entry.recipient else ""
    fate = {Held.CANCELLED: "sudah batal dan tidak dipakai lagi", Held.RESERVED: "sudah dipesan"}
    held = fate.get(Held(line.state), "sudah dipakai")
    day = clock.short_date(entry.dated)
    return f"Nomor {line.number} {held}: surat {whose}, tanggal {day}, dicatat {entry.entered_by}. Periksa nomornya."


def _held(entry: AgendaEntry) -> dict[str, Any]:
    """What the number's row says of its valid line."""
    return {name: getattr(entry, name) for name in ("position", "state", "case_no", "letter_id", *_NUMBER)}
