"""Numbers reserved: approved, numbered, signed; and what is not used becomes BATAL."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import select

from services.registry.tables import RegisterEntry, ReservedNumber
from services.shared.calendar import clock
from services.shared.paper.preview import page_text
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice

Json = dict[str, object]


def approve(letter: LetterUnderTest, expect: int = 200) -> Json:
    newest = letter.now()["drafts"][-1]
    return letter.do("camat", "approve", expect, draft_no=newest["no"], sha256=newest["sha256"])


def numbered(office: TestOffice) -> LetterUnderTest:
    letter = LetterUnderTest(office).to_state("letter_review")
    approve(letter)
    letter.exchange()
    return letter


def reservations(office: TestOffice, letter: LetterUnderTest) -> list[ReservedNumber]:
    with office.service("registry").reading() as session:
        wanted = (
            select(ReservedNumber).where(ReservedNumber.letter_id == letter.id).order_by(ReservedNumber.reserved_at)
        )
        return list(session.scalars(wanted))


def pdf_of(letter: LetterUnderTest, no: int) -> bytes:
    return bytes(person(letter.office, "camat").get(f"{letter.page}/drafts/{no}/letter.pdf").data)


def test_the_whole_way_with_a_reserved_number(reserved: TestOffice) -> None:
    letter = LetterUnderTest(reserved).to_state("letter_review")
    assert "belum bernomor" in letter.sign(409)["message"]
    assert approve(letter)["state"] == "letter_numbering"
    letter.exchange()
    shown = letter.now()
    assert shown["state"] == "letter_review"
    assert shown["drafts"][-1]["number"] == shown["number"]
    assert len(shown["drafts"]) == 2
    words = page_text(pdf_of(letter, 2))
    assert shown["number"] in words
    assert clock.long_date(clock.now()) in words
    letter.sign()
    letter.exchange()
    done = letter.register("record-register", "assign-number", "stamp")
    assert done["number"] == shown["number"]
    assert done["verdict"]["genuine"], done["verdict"]
    assert [row.state for row in reservations(reserved, letter)] == ["confirmed"]
    sealed = person(reserved, "registrasi").get(f"/registry/api/letters/{letter.id}/file").data
    with pikepdf.open(BytesIO(sealed)) as pdf:
        assert {str(f.T) for f in pdf.Root.AcroForm.Fields} == {"signature", "seal"}


def test_a_correction_keeps_the_number_and_another_class_changes_it(reserved: TestOffice) -> None:
    letter = numbered(reserved)
    number = letter.now()["number"]
    letter.correct()
    shown = letter.submit(body="Isi yang diperbaiki.")
    assert shown["drafts"][-1]["number"] == number
    approve(letter, 409)  # it has its number
    letter.correct()
    shown = letter.submit(classification="700.1.2.4")
    assert shown["number"] is None
    assert shown["drafts"][-1]["number"] is None
    approve(letter)
    letter.exchange()
    assert letter.now()["number"].startswith("700.1.2.4/")
    assert [(row.number, row.state) for row in reservations(reserved, letter)] == [
        (number, "void"),
        (letter.now()["number"], "reserved"),
    ]


def test_a_number_that_is_not_used_lapses_into_batal(reserved: TestOffice) -> None:
    letter = numbered(reserved)
    number = letter.now()["number"]
    with reserved.service("letters").database.transaction() as session:
        from services.letters.tables import Letter

        row = session.get(Letter, letter.id)
        row.number_until = clock.local(clock.now()).date() - timedelta(days=1)
    assert "lewat batas" in letter.sign(409)["message"]
    assert "letters.lapse_numbers" in reserved.run_jobs("letters", clock.now() + timedelta(minutes=45))
    letter.exchange()
    assert letter.now()["number"] is None
    (row,) = reservations(reserved, letter)
    assert (row.state, row.reason) == ("void", "Tidak dipakai sampai batas waktunya.")
    with reserved.service("registry").reading() as session:
        entry = session.scalars(select(RegisterEntry).where(RegisterEntry.letter_number == number)).one()
    assert (entry.kind, entry.result) == ("number", "BATAL")
    assert "belum bernomor" in letter.sign(409)["message"]
    approve(letter)
    letter.exchange()
    assert letter.now()["number"] != number
    letter.sign()


@pytest.mark.parametrize("while_waiting", [True, False])
def test_a_cancelled_letter_gives_its_number_back(reserved: TestOffice, while_waiting: bool) -> None:
    letter = LetterUnderTest(reserved).to_state("letter_review")
    approve(letter)
    if not while_waiting:
        letter.exchange()
    letter.cancel()
    letter.exchange()
    assert [row.state for row in reservations(reserved, letter)] == ["void"]


def test_a_signed_letter_that_becomes_void_leaves_its_number_as_batal(reserved: TestOffice) -> None:
    letter = numbered(reserved)
    letter.sign()
    letter.cancel()
    letter.exchange()
    assert [row.state for row in reservations(reserved, letter)] == ["void"]


def test_only_an_office_that_reserves_numbers_approves(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_review")
    assert "sudah diganti" in approve(letter, 409)["message"]


def test_a_version_of_another_way_is_not_signed(office: TestOffice, reserved: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_review")
    moved = copy(letter)
    moved.office = reserved
    assert "sudah diganti" in moved.sign(409)["message"]
    approve(moved)  # but it may be numbered: the new version is of the new way
    moved.exchange()
    assert moved.sign()["state"] == "letter_signed"
