"""Numbers that the release before gave while this one was being installed get their lines in the agenda, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from services.registry.actions import agenda
from services.registry.actions.indexing import note_line
from services.registry.actions.sources import Taken
from services.registry.rules.agenda import Held, Source
from services.registry.rules.retention import letter_retention
from services.registry.states import State
from services.registry.tables import AgendaNumber, Letter, LetterNumber, ReservedNumber
from services.shared import folding
from services.shared.jobs.reindexing import job
from services.shared.jobs.rows import at_most, each
from services.shared.unit_of_work import Work

_HELD = {"reserved": Held.RESERVED, "void": Held.CANCELLED}


def adopt(work: Work) -> None:
    """Enter what is in ``letter_number`` and ``reserved_number`` alone, in the order in which it was given."""
    known = select(AgendaNumber.number)
    letters = select(LetterNumber).where(LetterNumber.number.not_in(known)).order_by(LetterNumber.given_at)
    reserved = select(ReservedNumber).where(ReservedNumber.state != "confirmed", ReservedNumber.number.not_in(known))
    for wanted, enter in ((letters, _given), (reserved.order_by(ReservedNumber.reserved_at), _reserved)):
        found = work.session.scalars(wanted.limit(at_most(work, folding.AT_ONCE))).all()
        each(work, found, lambda row: f"nomor {row.number}", partial(enter, work))


def _taken(given: LetterNumber, letter: Letter) -> Taken:
    dated = letter.dated or given.given_at.date()
    return Taken(given.number, given.classification, given.year, given.serial, dated, Source.OWN)


def _given(work: Work, given: LetterNumber) -> None:
    letter = work.session.get_one(Letter, given.letter_id)
    state = Held.CANCELLED if letter.state == State.VOIDED else Held.USED
    agenda.enter(
        work,
        _taken(given, letter),
        state,
        subject=_kind(work, letter.kind),
        security=letter.sensitivity,
        retention=letter_retention(letter.step),
        signer_title=letter.signer_title,
        case_no=letter.case_no,
        letter_id=letter.id,
    )


def _reserved(work: Work, row: ReservedNumber) -> None:
    taken = Taken(row.number, row.classification, row.year, row.serial, row.dated, Source.OWN)
    kind = _kind(work, row.letter_kind)
    agenda.enter(work, taken, _HELD[row.state], subject=kind, case_no=row.case_no, letter_id=row.letter_id)


def _kind(work: Work, kind: str) -> str:
    return work.office.letter_kinds.get(kind, "Surat")


def _again(work: Work, line: int) -> None:
    note_line(work.session, work.session.get_one(AgendaNumber, line))


def _run(work: Work) -> str:
    adopt(work)
    return _WORDS.run(work)


_WORDS = job("registry.agenda", AgendaNumber.id, AgendaNumber.folding, _again)
JOB = replace(_WORDS, run=_run, rest=timedelta(minutes=1))  # a number without its line is noticed at the book
