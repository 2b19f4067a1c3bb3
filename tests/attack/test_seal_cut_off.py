"""The seal is cut off a letter, with the number that stands under it: the check names what was found."""

from __future__ import annotations

import uuid

import pytest
from flask.testing import FlaskClient

from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest, check_file

UNFINISHED, GONE = "belum selesai diregistrasi", "Segel elektronik surat ini tidak ada pada berkas ini"


@pytest.fixture
def visitor(office: TestOffice) -> FlaskClient:
    """Somebody without an account, from an address of their own."""
    client = office.app("registry").test_client()
    client.environ_base["REMOTE_ADDR"] = f"127.{uuid.uuid4().int % 200 + 1}.{uuid.uuid4().int % 250}.7"
    return client


def said_of(office: TestOffice, visitor: FlaskClient, data: bytes) -> str:
    """What the public page says of a file."""
    return check_file(office, visitor, data)[1]


def test_a_letter_whose_seal_was_cut_off_is_not_called_unfinished(office: TestOffice, visitor: FlaskClient) -> None:
    letter = LetterUnderTest(office)
    number = letter.walk()["number"]
    sealed = letter.sealed()
    cut = sealed[: len(letter.signed)]
    assert cut == letter.signed, "the seal stands behind what was signed"
    said = said_of(office, visitor, cut)
    assert GONE in said
    assert UNFINISHED not in said
    assert number in said


def test_nor_where_something_else_stands_in_its_place(office: TestOffice, visitor: FlaskClient) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    said = said_of(office, visitor, letter.signed + b"\n% nomor 337/001\n")
    assert UNFINISHED not in said
    assert GONE in said


def test_what_is_cut_off_a_void_letter_is_called_void(office: TestOffice, visitor: FlaskClient) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    letter.void()
    said = said_of(office, visitor, letter.signed)
    assert "dari surat yang sudah dibatalkan" in said
    assert UNFINISHED not in said


def test_a_letter_that_is_not_sealed_yet_is_still_called_so(office: TestOffice, visitor: FlaskClient) -> None:
    """What must still work."""
    letter = LetterUnderTest(office)
    assert UNFINISHED in said_of(office, visitor, letter.signed)
