"""Step 16b, where a number comes from: the office's own series, a block of the secretariat; typed ones are checked.

Only whoever holds the books' lock asks here, so that of two writers the second sees what the first took. A number that
anything holds, or ever held, is passed over: the office may change its source in the middle of a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, true

from services.registry.actions import allotted, chained
from services.registry.rules.agenda import Source, check_dated, check_year, key_of, serial_of
from services.registry.rules.numbers import letter_number
from services.registry.tables import AgendaNumber, Counter
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights import barring
from services.shared.unit_of_work import Work

SERIES = "letters"  # the counter of the office's one series
TYPE_IT = (
    "Nomor surat kantor ini diberikan SRIKANDI atau sekretariat. Ketik nomor dan tanggal yang diberikan; nomor tidak "
    "diambil sendiri."
)
USED_UP = "Nomor dari sekretariat untuk tahun {year} habis. Minta blok baru, lalu catat di halaman Agenda surat keluar."


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
    following = allotted.free(work, today.year) if source == Source.BLOCK else _of_own(work, code, today.year)
    for serial in following:
        number = letter_number(work.office.letters.number_pattern, code, serial, today, work.office.letters.unit)
        if not holds(work, AgendaNumber.key == key_of(number)):
            if source == Source.BLOCK:
                allotted.tell_taken(work, today.year)
            return Taken(number, code, today.year, serial, today, source)
    raise NoNumber(USED_UP.format(year=today.year))


def typed(work: Work, number: str, code: str, dated: date) -> Taken:
    """A number that was given elsewhere, with its date; whether somebody has it is seen when it is entered.

    Raises:
        RuleBroken: a date in the future; one in another year than a number says that is written as the office's.
    """
    chained.lock(work.session)
    check_dated(dated, clock.local(work.now).date())
    shape = serial_of(number, work.office.letters.number_pattern, work.office.letters.unit)
    if shape is not None:
        check_year(shape[1], dated)
    return Taken(" ".join(number.split()), code, dated.year, shape and shape[0], dated, Source.TYPED)


def _of_own(work: Work, code: str, year: int) -> Iterator[int]:
    """What follows in the series and no letter has: of the year, or of the classification in it."""
    rules = work.office.letters
    one = rules.number_series == "one"
    name = SERIES if one else f"letter:{code}"
    begin(work, year)
    while True:
        serial = Counter.next(work.session, name, year)
        within = true() if one else AgendaNumber.classification == code
        if not holds(work, AgendaNumber.year == year, AgendaNumber.serial == serial, within):
            yield serial


def begin(work: Work, year: int) -> None:
    """The one series goes on from the start value of the office's file, where the earlier numbers were given elsewhere.

    Also where some were given here before: an office that comes back from typed numbers says how far those went.
    """
    rules = work.office.letters
    if rules.number_series == "one" and rules.number_start and rules.number_start.year == year:
        Counter.reach(work.session, SERIES, year, rules.number_start.number - 1)


def holds(work: Work, *conditions: ColumnElement[bool]) -> bool:
    """Whether a number of these conditions is in the agenda, whoever may see it."""
    wanted = select(AgendaNumber.id).where(*conditions).limit(1).execution_options(**barring.OF_ALL)
    return work.session.scalar(wanted) is not None
