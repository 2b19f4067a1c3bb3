"""The first day: rows of this year's paper books are written in the register book and the agenda, marked as such.

Numbers stay what they were on paper, and new ones go on after the highest. Where a number was given here before the
office was declared open, nothing is left out: the row gets another, and says which it had.
"""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import select

from services.registry.actions import agenda, book, sources
from services.registry.actions.sources import Taken
from services.registry.rules.agenda import Held, Source, key_of
from services.registry.tables import AgendaNumber, Counter, RegisterEntry
from services.shared.rights import barring
from services.shared.unit_of_work import Work


def _given_before(work: Work, year: int, serials: list[int]) -> set[int]:
    """Numbers of the paper book that the register book has given away before the office was declared open."""
    wanted = select(RegisterEntry.serial).where(RegisterEntry.year == year, RegisterEntry.serial.in_(serials))
    return set(work.session.scalars(wanted.execution_options(**barring.OF_ALL)))


def _write_row(work: Work, year: int, row: dict[str, Any], *, again: bool) -> None:
    """Under its own number; where that has another row, under the next one, which says what it was."""
    columns = {name: value for name, value in row.items() if name != "serial"}
    serial = row["serial"]
    if again:
        columns["note"] = f"Nomor {serial} di buku kertas. {row['note']}".strip()
        serial = Counter.next(work.session, "register", year)
    book.append_as(work, year, serial, kind="paper", case_no="", **columns)


def write_register(work: Work, body: dict[str, Any]) -> None:
    """Rows of the paper register: the kind ``paper``, under the number that they had."""
    book.lock(work.session)
    year, rows = body["year"], body["rows"]
    Counter.reach(work.session, "register", year, body["last"])
    taken = _given_before(work, year, [row["serial"] for row in rows])
    for row in rows:
        _write_row(work, year, row, again=row["serial"] in taken)
    words = f"{len(rows)} baris buku register kertas tahun {year} ditulis, dimasukkan oleh {body['entered_by']}"
    work.audit("from_paper", "first-day", words)


def write_agenda(work: Work, body: dict[str, Any]) -> None:
    """Letters of the paper agenda: numbers of the source ``paper``."""
    book.lock(work.session)
    for row in body["rows"]:
        facts = {name: row[name] for name in ("subject", "recipient", "signer_title", "note")}
        agenda.enter(work, _taken(work, body["year"], row), Held.USED, security="biasa", retention="ordinary", **facts)
    _go_on(work, body)
    words = (
        f"{len(body['rows'])} surat agenda kertas tahun {body['year']} ditulis, dimasukkan oleh {body['entered_by']}"
    )
    work.audit("from_paper", "first-day", words)


def _taken(work: Work, year: int, row: dict[str, Any]) -> Taken:
    """The number as on paper; one that was given here already is told apart by a word, and counts in no series."""
    code, number, serial = row["classification"], " ".join(row["number"].split()), row["serial"]
    of_serial = (AgendaNumber.year == year, AgendaNumber.serial == serial, AgendaNumber.classification == code)
    if sources.holds(work, AgendaNumber.key == key_of(number)):
        return Taken(_apart(work, number), code, year, None, row["dated"], Source.PAPER)
    free = None if sources.holds(work, *of_serial) else serial
    return Taken(number, code, year, free, row["dated"], Source.PAPER)


def _apart(work: Work, number: str) -> str:
    again = (f"{number} (buku kertas {count})" for count in itertools.count(2))
    told_apart = itertools.chain([f"{number} (buku kertas)"], again)
    return next(one for one in told_apart if not sources.holds(work, AgendaNumber.key == key_of(one)))


def _go_on(work: Work, body: dict[str, Any]) -> None:
    """The office's own numbers go on after those of the paper book, in whichever series it counts."""
    year, rules = body["year"], work.office.letters
    if rules.number_series == "one":
        sources.begin(work, year)
        Counter.reach(work.session, sources.SERIES, year, body["last"])
        return
    for row in body["rows"]:
        Counter.reach(work.session, f"letter:{row['classification']}", year, row["serial"])
