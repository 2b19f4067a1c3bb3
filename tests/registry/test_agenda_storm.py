"""Processes that are killed now and then write mixed letters of three sources into one book, over New Year's Eve.

The suite does it with forty letters and four processes, a release with two hundred and eight.
"""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlalchemy import select

from services.registry.actions import blocks
from services.registry.queries import chains
from services.registry.queries.verdicts import trust
from services.registry.tables import AgendaEntry, AgendaNumber, Letter, LetterNumber
from services.shared.signing.verdict import Expected, verify
from tests.registry.agenda_storm import EVE, FOLDERS, REGISTRAR, SOURCES, YEARS, side_of, typed_number, write_all
from tests.registry.storm import storm
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest
from tests.support.ways import office_file

BLOCK = (301, 900)
KINDS = (("tanggapan", "12b"), ("invitation", "8b"), ("invitation_off", "8b"), ("incomplete", "6"), ("refusal", "7"),
         ("partner_request", "10"), ("agreement_cover", "10"))  # fmt: skip


def jobs(office: TestOffice, count: int) -> list[str]:
    """A quarter letters of Sigap of all kinds, the rest others of the office; each source as often."""
    made = []
    for number in range(count):
        source = SOURCES[number % 3]
        own = number % 4 == 0
        kind, step = KINDS[number // 4 % len(KINDS)]
        about = {"classification": "300.1.4", "letter_kind": kind, "step": step}
        key = LetterUnderTest(office, **about).id if own else str(uuid.uuid4())
        made.append(f"{'sigap' if own else 'other'}:{source}:{key}")
    return made


@pytest.mark.turns(3)
@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "workers", "kills"),
    [(40, 4, 4), pytest.param(200, 8, 16, marks=pytest.mark.release)],
    ids=["small", "whole"],
)
def test_no_clash_no_gap_and_the_book_says_what_the_files_say(
    office: TestOffice, processes: dict[str, dict[str, str]], tmp_path: Path, count: int, workers: int, kills: int
) -> None:
    for source in SOURCES:
        office_file(tmp_path / source, number_source=f'"{source}"')
    service = office.service("registry")
    with service.reading() as session:
        before = {(n.year, n.serial) for n in session.scalars(select(AgendaNumber).where(AgendaNumber.year.in_(YEARS)))}
    with service.work(REGISTRAR, EVE[0]) as work:
        for year in YEARS:
            blocks.import_block(work, year=year, first=BLOCK[0], last=BLOCK[1], allotted_by="Sekretariat")
    wanted = jobs(office, count)
    env = processes["registry"] | {FOLDERS: str(tmp_path)}
    killed = storm(env, wanted, kills, seconds=900, act=write_all, workers=workers)
    assert killed >= kills // 2
    with service.reading() as session:
        assert chains.AGENDA.broken(session) == []
        assert chains.REGISTER.broken(session) == []
        lines = list(session.scalars(select(AgendaNumber).where(AgendaNumber.year.in_(YEARS))))
        entries = {e.position: e for e in session.scalars(select(AgendaEntry).where(AgendaEntry.year.in_(YEARS)))}
        ids = [uuid.UUID(job.split(":")[2]) for job in wanted if job.startswith("sigap")]
        letters = list(session.scalars(select(Letter).where(Letter.id.in_(ids))))
        given = {n.letter_id: n.number for n in session.scalars(select(LetterNumber))}
    mine = [line for line in lines if (line.year, line.serial) not in before]
    assert len(mine) == count
    assert len({line.key for line in lines}) == len(lines), "a number was given twice"
    for year in YEARS:
        for source, first in (("own", 1), ("block", BLOCK[0])):
            serials = sorted(line.serial for line in lines if (line.year, line.source) == (year, source))
            assert serials == list(range(first, first + len(serials))), f"{source} of {year} has a gap"
    held = {str(line.letter_id or line.asked): line for line in mine}
    for job in wanted:
        _, source, key = job.split(":")
        assert (held[key].source, held[key].year) == (source, YEARS[side_of(key)])
        assert source != "typed" or held[key].number == typed_number(key)
        assert entries[held[key].position].number == held[key].number
    assert {letter.kind for letter in letters} == {kind for kind, _ in KINDS}
    for letter in letters:
        assert letter.sealed is not None
        assert letter.sealed_sha256 is not None
        assert letter.number == given[letter.id] == held[str(letter.id)].number
        expected = Expected(letter.number, letter.sealed_sha256)
        verdict = verify(service.store.read(letter.sealed), trust(service.settings), expected)
        assert (verdict.genuine, verdict.number) == (True, letter.number), verdict.failed
