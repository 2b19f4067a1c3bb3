"""The agenda of outgoing letters: read by month, source, state and search; what waits for a number; classifications."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, false, func, literal, select, tuple_
from sqlalchemy.orm import Session

from services.registry.rules.agenda import GRADES, HELD, Held
from services.registry.rules.book import VOID_RESULT, shown_name
from services.registry.states import CaseState
from services.registry.tables import (
    AddedClassification,
    AgendaEntry,
    AgendaNumber,
    ArchiveCase,
    ArchiveItem,
    Letter,
    NumberBlock,
    NumberRequest,
)
from services.shared import folding
from services.shared.config.office import Office, Retention
from services.shared.data.paging import Page
from services.shared.encryption.erasing import ERASED
from services.shared.errors import Missing
from services.shared.rights import barring

PAGE = 25
MOST_WORDS = 8
MOST_PRINTED = 3000
HISTORY = 200  # lines of one number


@dataclass(frozen=True)
class Asked:
    """Which lines: of the dates from ``bounds[0]`` until before ``bounds[1]``; empty words mean all."""

    bounds: tuple[date, date]
    search: str = ""
    source: str = ""
    state: str = ""


@dataclass(frozen=True)
class AgendaRow:
    """A number with its valid line and, where it is a letter of Sigap, that letter and its copy in the archive."""

    line: AgendaNumber
    entry: AgendaEntry
    letter: Letter | None
    item: ArchiveItem | None
    destroyed: bool

    @property
    def subject(self) -> str:
        """What the letter is about; of a letter of Sigap, as it says itself."""
        if self.destroyed:
            return f"{self.entry.subject} ({ERASED})"
        return self.letter.subject if self.letter else self.entry.subject

    @property
    def recipient(self) -> str:
        """To whom it goes; hidden where the applicant asked for it."""
        if self.letter is None or self.destroyed:
            return ERASED if self.destroyed else self.entry.recipient
        return shown_name(self.letter.recipient, self.letter.hides_recipient)

    @property
    def security(self) -> str:
        """How secret the letter is, in words."""
        grade = self.item.security if self.item else self.entry.security
        return GRADES.get(grade, grade)

    @property
    def file_name(self) -> str:
        """The name of the sealed file; empty where Sigap has none."""
        return "" if self.letter is None or self.letter.sealed_file is None else str(self.letter.sealed_file["name"])

    @property
    def why(self) -> str:
        """What is noted of the number, and why it is not used or its line was corrected."""
        changed = self.line.state != Held.RESERVED and self.line.letter_id is None
        reason = self.entry.reason if changed or self.line.state == Held.CANCELLED else ""
        return ". ".join(dict.fromkeys(said for said in (reason, self.entry.note) if said))

    @property
    def remarks(self) -> str:
        """The last column (ket): whether the number is not used yet or any more, and why."""
        state = {Held.CANCELLED: VOID_RESULT, Held.RESERVED: HELD[Held.RESERVED]}.get(Held(self.line.state))
        return ". ".join(said for said in (state, self.why) if said)

    def retention(self, office: Office) -> str:
        """How long it is kept, in words; of a letter in the archive, as it was archived."""
        kept = office.retention.get(self.entry.retention)
        return in_words(kept, self.item.fate if self.item else kept.fate) if kept else ""


def in_words(kept: Retention, fate: str) -> str:
    """A row of the retention schedule: ``2 tahun aktif, 3 tahun inaktif, Musnah``."""
    return f"{kept.active_years} tahun aktif, {kept.inactive_years} tahun inaktif, {fate}"


def page(session: Session, asked: Asked, after: int | None = None, limit: int = PAGE) -> Page[AgendaRow]:
    """Lines in the order of their dates; of one day as they were entered."""
    row = AgendaNumber
    wanted = _rows().where(row.dated >= asked.bounds[0], row.dated < asked.bounds[1])
    for column, value in ((row.source, asked.source), (row.state, asked.state)):
        wanted = wanted.where(column == value) if value else wanted
    for word in folding.asked(asked.search)[:MOST_WORDS]:
        wanted = wanted.where(row.said.contains(word, autoescape=True))
    if after is not None:
        day = select(row.dated).where(row.id == after).scalar_subquery()
        wanted = wanted.where(tuple_(row.dated, row.id) > tuple_(day, literal(after)))
    found = session.execute(wanted.order_by(row.dated, row.id).limit(limit + 1))
    return Page.of([_row(one) for one in found], limit, lambda one: one.line.id)


def everything(session: Session, asked: Asked) -> Iterator[AgendaRow]:
    """Every line that ``page`` would show, read in small portions."""
    after: int | None = None
    while True:
        found = page(session, asked, after, limit=500)
        yield from found.rows
        if found.after is None:
            return
        after = found.after


def one(session: Session, line: int) -> AgendaRow:
    """One number; raises Missing."""
    found = session.execute(_rows().where(AgendaNumber.id == line)).first()
    if found is None:
        raise Missing("Nomor ini tidak ada di agenda surat keluar.")
    return _row(found)


def line_of_letter(session: Session, letter_id: uuid.UUID) -> int | None:
    """The number that a letter of Sigap has, or had last."""
    wanted = select(AgendaNumber.id).where(AgendaNumber.letter_id == letter_id).order_by(AgendaNumber.id.desc())
    return session.scalars(wanted.limit(1)).first()


def history(session: Session, line: int) -> list[AgendaEntry]:
    """All lines of a number, the first one first: each strikes the one before it."""
    lines: list[AgendaEntry] = []
    position = session.scalars(select(AgendaNumber.position).where(AgendaNumber.id == line)).first()
    while position is not None and len(lines) < HISTORY:
        lines.append(session.get_one(AgendaEntry, position))
        position = lines[-1].strikes
    return lines[::-1]


def years(session: Session) -> list[int]:
    """The years from the first letter's to the last, the newest first."""
    first, last = session.execute(select(func.min(AgendaNumber.year), func.max(AgendaNumber.year))).one()
    return list(range(last, first - 1, -1)) if last else []


def waiting(session: Session) -> Sequence[NumberRequest]:
    """Letters that wait for a number before they are signed, the longest first."""
    return session.scalars(select(NumberRequest).order_by(NumberRequest.requested_at).limit(PAGE)).all()


def blocks(session: Session, year: int) -> list[tuple[NumberBlock, int]]:
    """The ranges of a year in the order in which they are used up, each with how many of its numbers are held."""
    held = select(func.count()).where(
        AgendaNumber.year == NumberBlock.year, AgendaNumber.serial.between(NumberBlock.first, NumberBlock.last)
    )
    wanted = select(NumberBlock, held.correlate(NumberBlock).scalar_subquery())
    return [(found[0], found[1]) for found in session.execute(wanted.where(NumberBlock.year == year).order_by("id"))]


def classifications(session: Session, office: Office) -> dict[str, str]:
    """Codes and labels: the office's own, and those that the registrar added."""
    own = {known.code: known.label for known in office.classifications}
    return own | {row.code: row.label for row in session.scalars(select(AddedClassification).order_by("code"))}


def said_of(session: Session, entry: AgendaEntry) -> str:
    """What a line is found by; of a destroyed case or a hidden applicant no person."""
    said = [entry.number, entry.subject, entry.recipient, entry.signer_title, entry.note, entry.case_no or ""]
    letter = session.get(Letter, entry.letter_id, execution_options=barring.OF_ALL) if entry.letter_id else None
    case = session.get(ArchiveCase, entry.case_no, execution_options=barring.OF_ALL) if entry.case_no else None
    if letter is not None and not (case and case.state == CaseState.DESTROYED):
        said += [letter.subject, "" if letter.hides_recipient else letter.recipient]
    return " ".join(said)


def _rows() -> Select[Any, Any, Any, Any, Any]:
    destroyed = func.coalesce(ArchiveCase.state == CaseState.DESTROYED, false())
    return (
        select(AgendaNumber, AgendaEntry, Letter, ArchiveItem, destroyed)
        .join(AgendaEntry, AgendaEntry.position == AgendaNumber.position)
        .outerjoin(Letter, Letter.id == AgendaNumber.letter_id)
        .outerjoin(ArchiveItem, ArchiveItem.letter_id == AgendaNumber.letter_id)
        .outerjoin(ArchiveCase, ArchiveCase.case_no == AgendaNumber.case_no)
    )


def _row(found: Any) -> AgendaRow:
    line, entry, letter, item, destroyed = found
    return AgendaRow(line, entry, letter, item, destroyed)
