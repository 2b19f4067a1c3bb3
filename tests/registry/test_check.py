"""The public check of a letter: by its code, by its file, and what strangers must not learn."""

from __future__ import annotations

import uuid
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from services.registry import checking
from tests.support.office import TestOffice
from tests.support.registry import COPIES, LetterUnderTest, signed_pdf

PERSONAL = ("Karundeng", "Makasili", "7105", "Batas Tanah")


@pytest.fixture
def visitor(office: TestOffice) -> FlaskClient:
    """Somebody without an account, from an address of their own (so that throttles do not add up)."""
    client = office.app("registry").test_client()
    client.environ_base["REMOTE_ADDR"] = f"127.{uuid.uuid4().int % 200 + 1}.{uuid.uuid4().int % 250}.9"
    return client


def _check(visitor: FlaskClient, data: bytes, name: str = "surat.pdf") -> tuple[int, str]:
    page = visitor.get("/registry/check").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "file": (BytesIO(data), name)}
    answer = visitor.post("/registry/check", data=form, content_type="multipart/form-data")
    return answer.status_code, str(answer.get_data(as_text=True))


def test_by_code_a_sealed_letter_shows_number_signer_and_nothing_personal(
    office: TestOffice, visitor: FlaskClient
) -> None:
    letter = LetterUnderTest(office)
    pending = visitor.get(f"/registry/check/{letter.id}").get_data(as_text=True)
    assert "belum selesai diregistrasi" in pending
    number = letter.walk()["number"]
    page = visitor.get(f"/registry/check/{letter.id}").get_data(as_text=True)
    assert number in page
    assert "Drs. Contoh Mandey" in page
    assert "tercatat dan berlaku" in page
    assert not [word for word in PERSONAL if word in page.split("<footer")[0]]
    letter.void()
    assert "sudah dibatalkan" in visitor.get(f"/registry/check/{letter.id}").get_data(as_text=True)


def test_an_unknown_code_is_politely_not_ours(visitor: FlaskClient) -> None:
    answer = visitor.get(f"/registry/check/{uuid.uuid4()}")
    assert answer.status_code == 404
    assert "bukan surat kami" in answer.get_data(as_text=True)
    assert visitor.get("/registry/check/123").status_code == 404


def test_by_file_the_sealed_letter_is_genuine_and_later_voided(office: TestOffice, visitor: FlaskClient) -> None:
    letter = LetterUnderTest(office)
    number = letter.walk()["number"]
    status, page = _check(visitor, letter.sealed())
    assert status == 200
    assert "Surat ini asli" in page
    assert number in page
    assert not [word for word in PERSONAL if word in page.split("<footer")[0]]
    sealed = letter.sealed()
    letter.void()
    assert "sudah dibatalkan" in _check(visitor, sealed)[1]


def test_signed_only_copy_altered_and_foreign_files_are_told_apart(office: TestOffice, visitor: FlaskClient) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    sealed = letter.sealed()
    copy = office.person("registrasi").get(f"{letter.path}/copies/1/file").get_data()
    assert "belum selesai diregistrasi" in _check(visitor, letter.signed)[1]
    assert "salinan dari surat kami" in _check(visitor, copy)[1]
    assert "Jangan percayai" in _check(visitor, sealed + b"\n%")[1]
    assert "Jangan percayai" in _check(visitor, signed_pdf(office, uuid.uuid4()))[1]
    assert "bukan surat kami" in _check(visitor, b"%PDF-1.7\nbukan surat")[1]
    assert "bukan surat kami" in _check(visitor, b"\x00\xff" * 500, "foto.jpg")[1]


def test_nothing_chosen_and_too_large(visitor: FlaskClient) -> None:
    status, page = _check(visitor, b"")
    assert status == 422
    assert "Pilih berkas" in page
    assert _check(visitor, b"x" * (checking.LARGEST_UPLOAD + 1))[0] == 422
    assert visitor.post("/registry/check", data=b"x" * (checking.LARGEST_UPLOAD + 10**6)).status_code in {400, 413}


def test_checking_is_throttled(visitor: FlaskClient) -> None:
    answers = [_check(visitor, b"%PDF-1.4 x")[0] for _ in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_copy_of_the_wording_of_copies_is_not_shown_to_strangers(office: TestOffice, visitor: FlaskClient) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    copy = office.person("registrasi").get(f"{letter.path}/copies/2/file").get_data()
    page = _check(visitor, copy)[1]
    assert COPIES[1]["recipient"] not in page
