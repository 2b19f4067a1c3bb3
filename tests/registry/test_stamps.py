"""Archive time stamps (PAdES B-LTA) are renewed before they run out, and the letter stays genuine."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from sqlalchemy import select

from services.registry.fixity.stamps import renew_stamps
from services.registry.queries import check as checking
from services.registry.tables import ArchiveItem
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.support.office import TestOffice
from tests.support.registry import Json, LetterUnderTest, reread_archive
from tests.support.tsa import FakeTsa, serving
from tests.support.ways import other_office

NEAR_THE_END = timedelta(days=3650 - 60)  # the authority's certificate is made for ten years


@pytest.fixture(scope="module")
def tsa() -> Iterator[FakeTsa]:
    """A time-stamping authority on loopback."""
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def stamping(office: TestOffice, tsa: FakeTsa, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """An office that trusts it and seals with its stamps."""
    folder: Path = tmp_path_factory.mktemp("stamping")
    own = office.service("registry").settings.keys_dir
    assert own is not None
    shutil.copytree(own, folder / "keys")
    (folder / "keys" / "tsa.pem").write_bytes(tsa.pem)
    return other_office(office, folder, {"tsa_url": tsa.url, "keys_dir": folder / "keys"})


def renew(office: TestOffice, moment: datetime) -> None:
    """Run the job until nothing is due: other tests' letters are, too, and it looks at a few at a time."""
    said = ""
    while not said.startswith("0 surat diperiksa"):
        with office.service("registry").work(SYSTEM, moment) as work:
            said = renew_stamps(work)


def row(office: TestOffice, letter: LetterUnderTest) -> ArchiveItem:
    with office.service("registry").reading() as session:
        return session.scalars(select(ArchiveItem).where(ArchiveItem.letter_id == letter.body["letter_id"])).one()


def incidents(letter: LetterUnderTest) -> list[Json]:
    found = letter.office.person("registrasi").ask("/registry/api/incidents")["rows"]
    return [each for each in found if each["subject"] == letter.id and not each["healed_at"]]


def judged(office: TestOffice, pdf: bytes, tmp_path: Path) -> checking.Answer:
    file = tmp_path / "surat.pdf"
    file.write_bytes(pdf)
    return checking.check_file(office.service("registry"), file, hashlib.sha256(pdf).hexdigest())


@pytest.mark.turns(3)
def test_a_stamp_is_renewed_in_time_and_every_file_stays_genuine(
    stamping: TestOffice, tsa: FakeTsa, tmp_path: Path
) -> None:
    letter = LetterUnderTest(stamping)
    letter.walk()
    sealed, now = letter.sealed(), clock.now()
    renew(stamping, now)
    first = row(stamping, letter)
    assert first.earlier == []
    assert first.stamps_due is not None
    assert first.stamps_due > now.date() + timedelta(days=3500), "looked at again only when it is time"

    tsa.away = True
    try:
        renew(stamping, now + NEAR_THE_END)
    finally:
        tsa.away = False
    assert [each["kind"] for each in incidents(letter)] == ["stamps"]
    assert row(stamping, letter).sha256 == first.sha256

    renew(stamping, now + NEAR_THE_END + timedelta(days=2))
    assert incidents(letter) == []
    renewed = row(stamping, letter)
    assert [each["sha256"] for each in renewed.earlier] == [first.sha256]
    longer = stamping.service("registry").store.read(renewed.stored)
    assert longer.startswith(sealed)
    assert [len(PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures) for pdf in (sealed, longer)] == [1, 2]
    for pdf in (sealed, longer):
        answer = judged(stamping, pdf, tmp_path)
        assert (answer.result, answer.verdict.failed) == ("genuine", [])
    assert judged(stamping, longer + b"\n%", tmp_path).result == "altered"
    assert letter.sealed() == sealed, "what went out stays as it is"
    reread_archive(stamping)
    assert incidents(letter) == []


def test_a_letter_without_stamps_is_looked_at_once(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    assert row(office, letter).stamps_due is not None
    renew(office, clock.now() + timedelta(days=1))
    after = row(office, letter)
    assert (after.stamps_due, after.earlier, incidents(letter)) == (None, [], [])
