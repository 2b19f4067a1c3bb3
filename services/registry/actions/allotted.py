"""Step 16b, the secretariat's numbers: which of its blocks are free, and a word in time before they are used up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Select, select

from services.registry.notices import tell_low
from services.registry.rules.agenda import Source, years_to_watch
from services.registry.tables import AgendaNumber, NumberBlock
from services.shared.calendar import clock
from services.shared.notices.ending import over_but
from services.shared.rights import barring
from services.shared.unit_of_work import Work

_LOOKED_UP = 64  # numbers of a block that are looked up at once


def free(work: Work, year: int) -> Iterator[int]:
    """The free numbers of the year's blocks, the oldest block first, looked up as they are asked for."""
    blocks = select(NumberBlock).where(NumberBlock.year == year).order_by(NumberBlock.id)
    for block in work.session.scalars(blocks).all():
        at = max(block.first, _newest(work, block) + 1)
        while at <= block.last:
            end = min(at + _LOOKED_UP - 1, block.last)
            held = {*work.session.scalars(_serials(year, at, end), execution_options=barring.OF_ALL)}
            yield from (number for number in range(at, end + 1) if number not in held)
            at = end + 1


def left(work: Work, year: int) -> int:
    """How many numbers of the year's blocks are free; counted no further than the office wants to be told, and two.

    So it costs the same, however long the blocks are and however many of their numbers are used.
    """
    return sum(1 for _ in islice(free(work, year), work.office.letters.block_notice + 2))


def _newest(work: Work, block: NumberBlock) -> int:
    """The number that the block gave last: given in their order, and never back, so no lower one is free."""
    given = _serials(block.year, block.first, block.last).where(AgendaNumber.source == Source.BLOCK)
    newest = given.order_by(AgendaNumber.serial.desc()).limit(1)
    return work.session.scalar(newest, execution_options=barring.OF_ALL) or 0


def _serials(year: int, first: int, last: int) -> Select[int | None]:
    """The running numbers of a year in a range that anything holds, or ever held."""
    return select(AgendaNumber.serial).where(AgendaNumber.year == year, AgendaNumber.serial.between(first, last))


def tell_taken(work: Work, year: int) -> None:
    """A number of the year's blocks is being taken, and is not in the book yet: few are left, or none."""
    count = left(work, year) - 1
    if count <= work.office.letters.block_notice:
        tell_low(work, year, count)


def look_after(work: Work) -> str:
    """The registrar asks for a new range in time; what was told is over as soon as there is one. Also a timed job.

    Shortly before a new year its numbers are asked for, too.
    """
    short = []
    if work.office.letters.number_source == Source.BLOCK:
        today = clock.local(work.now).date()
        marks = {year: work.office.letters.block_notice if year == today.year else 0 for year in years_to_watch(today)}
        found = [(year, left(work, year)) for year in marks]
        short = [(year, count) for year, count in found if count <= marks[year]]
    about = {tell_low(work, year, count) for year, count in short}
    over_but(work.session, "numbers_low", about, work.actor.username, work.now)
    return f"{len(short)} tahun kekurangan nomor dari sekretariat"
