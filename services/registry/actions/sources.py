"""Step 16b, where a number comes from: the office's own series, a block of the secretariat; typed ones are checked.

Only whoever holds the books' lock asks here, so that of two writers the second sees what the first took. A number that
anything holds, or ever held, is passed over: the office may change its source in the middle of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, select, true

from services.registry.actions import chained
from services.registry.notices import tell_low
from services.registry.rules.agenda import Source, check_dated, key_of, serial_of
from services.registry.rules.numbers import letter_number
from services.registry.tables import AgendaNumber, Counter, NumberBlock
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights import barring
from services.shared.unit_of_work import Work

SERIES = "letters"  # the counter of the office's one series
TYPE_IT = (
    "Nomor surat kantor ini diberikan SRIKANDI atau sekretariat. Ketik nomor dan tanggal yang diberikan; nomor tidak "
    "diambil sendiri."
)


class NoNumber(RuleBroken):
    """There is no number to be had now: the block is used up, or somebody has to type one."""


@dataclass(frozen=True)
class Taken:
    """A number that is this letter's from now on."""

    number: str
    classification: str
    year: int
    serial: int | None
    dated: date
    source: Source


def take(work: Work, code: str) -> Taken:
    """The next number for a letter of this classification, dated today, by the office's source.

    Raises:
        NoNumber: numbers are typed in this office, or the secretariat's block is used up.
    """
    chained.lock(work.session)
    with work.session.no_autoflush:  # the letter that gets the number is not complete without it
        return _following(work, code)


def _following(work: Work, code: str) -> Taken:
    source, today = Source(work.office.letters.number_source), clock.local(work.now).date()
    if source == Source.TYPED:
        raise NoNumber(TYPE_IT)
    following = _of_block if source == Source.BLOCK else _of_own
    last = 0
    while True:
        serial = following(work, code, today.year, last)
        number = letter_number(work.office.letters.number_pattern, code, serial, today, work.office.letters.unit)
        if not _holds(work, AgendaNumber.key == key_of(number)):
            return Taken(number, code, today.year, serial, today, source)
        last = serial


def typed(work: Work, number: str, code: str, dated: date) -> Taken:
    """A number that was given elsewhere, with its date; whether somebody has it is seen when it is entered.

    Raises:
        RuleBroken: a date in the future.
    """
    chained.lock(work.session)
    check_dated(dated, clock.local(work.now).date())
    office = work.office.letters
    serial = serial_of(number, office.number_pattern, office.unit, dated.year)
    return Taken(" ".join(number.split()), code, dated.year, serial, dated, Source.TYPED)


def _of_own(work: Work, code: str, year: int, last: int) -> int:
    """The next of the series that no letter has: of the year, or of the classification in it."""
    rules = work.office.letters
    one = rules.number_series == "one"
    name = SERIES if one else f"letter:{code}"
    if one and rules.number_start and rules.number_start.year == year:
        Counter.begin(work.session, name, year, rules.number_start.number)
    while True:
        serial = Counter.next(work.session, name, year)
        within = true() if one else AgendaNumber.classification == code
        if not _holds(work, AgendaNumber.year == year, AgendaNumber.serial == serial, within):
            return serial


def _of_block(work: Work, code: str, year: int, last: int) -> int:
    """The lowest free number of the oldest block that has one, after ``last``."""
    for block in _blocks(work, year):
        serial = work.session.scalar(_free(block, last).order_by("n").limit(1), execution_options=barring.OF_ALL)
        if serial is not None:
            tell_low(work, year, left(work, year) - 1)
            return int(serial)
    raise NoNumber(
        f"Nomor dari sekretariat untuk tahun {year} habis. Minta blok baru, lalu catat di halaman Agenda surat keluar."
    )


def left(work: Work, year: int) -> int:
    """How many numbers of the year's blocks are free."""
    counted = (select(func.count()).select_from(_free(block, 0).subquery()) for block in _blocks(work, year))
    return sum(work.session.scalar(one, execution_options=barring.OF_ALL) or 0 for one in counted)


def _blocks(work: Work, year: int) -> Sequence[NumberBlock]:
    wanted = select(NumberBlock).where(NumberBlock.year == year).order_by(NumberBlock.id)
    return work.session.scalars(wanted).all()


def _free(block: NumberBlock, last: int) -> Select[int]:
    number = func.generate_series(max(block.first, last + 1), block.last).column_valued("n")
    held = exists().where(AgendaNumber.year == block.year, AgendaNumber.serial == number)
    return select(number).where(~held)


def _holds(work: Work, *conditions: ColumnElement[bool]) -> bool:
    """Whether a number of these conditions is in the agenda, whoever may see it."""
    wanted = select(AgendaNumber.id).where(*conditions).limit(1).execution_options(**barring.OF_ALL)
    return work.session.scalar(wanted) is not None
