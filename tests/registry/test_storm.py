"""Eight processes register letters over midnight of New Year's Eve and are killed now and then.

The suite does it with a few letters; ``SIGAP_STORM=1000 pytest tests/registry/test_storm.py`` with a thousand.
"""

from __future__ import annotations

import os
import threading
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select

from services.registry.queries import chains
from services.registry.queries.verdicts import trust
from services.registry.tables import Letter, LetterNumber, RegisterEntry
from services.shared.errors import Refused
from services.shared.signing.verdict import Expected, verify
from tests.registry.storm import storm
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest
from tests.support.ways import office_file

LETTERS = int(os.environ.get("SIGAP_STORM", "32"))
CLASS = "353"  # used by no other test


@pytest.mark.turns(3)
@pytest.mark.slow
def test_no_gap_no_repeat_and_every_file_says_its_number(
    office: TestOffice, processes: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    received = [LetterUnderTest(office, classification=CLASS).id for _ in range(LETTERS)]
    env = processes["registry"] | {"SIGAP_OFFICE_FILE": str(office_file(tmp_path, number_series='"class"'))}
    killed = storm(env, received, kills=max(6, LETTERS // 20), seconds=max(900, LETTERS * 5))
    assert killed >= 6
    ids = [uuid.UUID(letter_id) for letter_id in received]
    service = office.service("registry")
    with service.reading() as session:
        letters = list(session.scalars(select(Letter).where(Letter.id.in_(ids))))
        numbers = list(session.scalars(select(LetterNumber).filter_by(classification=CLASS)))
        rows = list(session.scalars(select(RegisterEntry).where(RegisterEntry.letter_id.in_(ids))))
        everything = list(session.scalars(select(RegisterEntry).where(RegisterEntry.year.in_([2026, 2027]))))
        assert chains.REGISTER.broken(session) == []
    before = sum(1 for each in ids if each.int % 2)
    for year, wanted in ((2026, before), (2027, LETTERS - before)):
        assert sorted(n.serial for n in numbers if n.year == year) == list(range(1, wanted + 1))
        serials = sorted(row.serial for row in everything if row.year == year)
        assert serials == list(range(1, len(serials) + 1)), "the register book's own numbers have a gap"
    assert len(rows) == LETTERS
    assert {row.year for row in rows} == ({2026, 2027} if 0 < before < LETTERS else {row.year for row in rows})
    given = {number.letter_id: number for number in numbers}
    anchors = trust(service.settings)
    for letter in letters:
        assert letter.number == given[letter.id].number
        assert letter.dated is not None
        assert letter.dated.year == given[letter.id].year
        assert letter.sealed is not None
        assert letter.sealed_sha256 is not None
        verdict = verify(service.store.read(letter.sealed), anchors, Expected(letter.number, letter.sealed_sha256))
        assert verdict.genuine, verdict.failed
        assert verdict.number == letter.number
    assert len({letter.number for letter in letters}) == LETTERS


def test_two_seals_race_and_one_wins(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    version = letter.walk("numbered")["version"]
    people = {"registrasi": office.person("registrasi"), "loket1": office.person("loket1")}
    for person in people.values():
        person.client("registry")  # signed in beforehand
    together, answers = threading.Barrier(len(people)), {}

    def seal(name: str) -> None:
        together.wait()
        try:
            answers[name] = people[name].post(f"{letter.path}/stamp", json={"version": version}).status_code
        except Refused as error:
            answers[name] = error.status

    threads = [threading.Thread(target=seal, args=(name,)) for name in people]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers.values()) == [200, 409]
    shown = letter.now()
    assert (shown["state"], shown["version"]) == ("stamped", version + 1)
    keys = office.service("registry").store.keys("documents", f"registry/{letter.id}/")
    assert len(keys) == 1, "a second sealed file lies in the store"
    assert shown["verdict"]["genuine"]
