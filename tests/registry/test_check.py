"""The public check of a letter: by its code, by its file, and what strangers must not learn."""

from __future__ import annotations

import resource
import uuid
import zlib
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from flask.testing import FlaskClient

from services.registry.rules import checks as checking
from services.shared.config.office import Verification
from tests.support.office import TestOffice
from tests.support.registry import COPIES, LetterUnderTest, check_file, signed_pdf

Check = Callable[..., tuple[int, str]]

PERSONAL = ("Karundeng", "Makasili", "7105", "Batas Tanah")


@pytest.fixture
def visitor(office: TestOffice) -> FlaskClient:
    """Somebody without an account, from an address of their own (so that throttles do not add up)."""
    client = office.app("registry").test_client()
    client.environ_base["REMOTE_ADDR"] = f"127.{uuid.uuid4().int % 200 + 1}.{uuid.uuid4().int % 250}.9"
    return client


@pytest.fixture
def check(office: TestOffice, visitor: FlaskClient) -> Check:
    return partial(check_file, office, visitor)


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
    assert "tidak ditemukan dalam register" in answer.get_data(as_text=True)
    assert visitor.get("/registry/check/123").status_code == 404


def test_by_file_the_sealed_letter_is_genuine_and_later_voided(
    office: TestOffice, visitor: FlaskClient, check: Check
) -> None:
    letter = LetterUnderTest(office)
    number = letter.walk()["number"]
    status, page = check(letter.sealed())
    assert status == 200
    assert "Surat ini asli" in page
    assert number in page
    assert not [word for word in PERSONAL if word in page.split("<footer")[0]]
    sealed = letter.sealed()
    letter.void()
    assert "sudah dibatalkan" in check(sealed)[1]


def test_signed_only_copy_altered_and_foreign_files_are_told_apart(
    office: TestOffice, visitor: FlaskClient, check: Check
) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    sealed = letter.sealed()
    copy = office.person("registrasi").get(f"{letter.path}/copies/1/file").get_data()
    assert "Segel elektronik surat ini tidak ada" in check(letter.signed)[1]
    assert "salinan dari surat kami" in check(copy)[1]
    assert "Jangan percayai" in check(sealed + b"\n%")[1]
    assert "Jangan percayai" in check(signed_pdf(office, uuid.uuid4()))[1]
    assert "bukan surat kami" in check(b"%PDF-1.7\nbukan surat")[1]
    assert "bukan surat kami" in check(b"\x00\xff" * 500, "foto.jpg")[1]


def test_nothing_chosen_and_too_large(visitor: FlaskClient, check: Check) -> None:
    status, page = check(b"")
    assert status == 422
    assert "Pilih berkas" in page
    assert check(b"x" * (checking.LARGEST_UPLOAD + 1))[0] == 422
    assert visitor.post("/registry/check", data=b"x" * (checking.LARGEST_UPLOAD + 10**6)).status_code in {400, 413}


def test_checking_is_throttled(visitor: FlaskClient, check: Check) -> None:
    answers = [check(b"%PDF-1.4 x")[0] for _ in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_copy_of_the_wording_of_copies_is_not_shown_to_strangers(
    office: TestOffice, visitor: FlaskClient, check: Check
) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    copy = office.person("registrasi").get(f"{letter.path}/copies/2/file").get_data()
    page = check(copy)[1]
    assert COPIES[1]["recipient"] not in page


@pytest.fixture
def showing(office: TestOffice) -> Iterator[None]:
    """The office allows page 1 to be shown."""
    service = office.service("registry")
    before = service.office
    service.office = before.model_copy(update={"verification": Verification(first_page=True)})
    yield
    service.office = before


def test_page_one_is_shown_only_where_the_office_allows_it(office: TestOffice, visitor: FlaskClient) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    assert "page.png" not in visitor.get(f"/registry/check/{letter.id}").get_data(as_text=True)
    assert visitor.get(f"/registry/check/{letter.id}/page.png").status_code == 404


@pytest.mark.usefixtures("showing")
def test_page_one_of_open_valid_letters_only(office: TestOffice, visitor: FlaskClient) -> None:
    shown, secret, early = (
        LetterUnderTest(office),
        LetterUnderTest(office, sensitivity="rahasia"),
        LetterUnderTest(office),
    )
    shown.walk()
    secret.walk()
    early.walk("numbered")
    assert "page.png" in visitor.get(f"/registry/check/{shown.id}").get_data(as_text=True)
    picture = visitor.get(f"/registry/check/{shown.id}/page.png")
    assert picture.get_data().startswith(b"\x89PNG")
    for other in (secret.id, early.id, str(uuid.uuid4())):
        assert visitor.get(f"/registry/check/{other}/page.png").status_code == 404
        assert "page.png" not in visitor.get(f"/registry/check/{other}").get_data(as_text=True)
    shown.void()
    assert visitor.get(f"/registry/check/{shown.id}/page.png").status_code == 404


def test_every_condition_is_shown_for_a_letter_of_ours_and_none_for_others(
    office: TestOffice, visitor: FlaskClient, check: Check
) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    genuine = check(letter.sealed())[1]
    assert "15 dari 15 syarat terpenuhi" in genuine
    assert genuine.count('class="check-ok"') == 15
    altered = check(letter.sealed() + b"\n%")[1]
    assert "13 dari 15 syarat terpenuhi" in altered, "bytes behind the seal, and another file than the register's"
    assert altered.count('class="check-bad"') == 2
    assert "syarat terpenuhi" not in check(b"%PDF-1.7\nbukan surat")[1]


def test_a_file_that_swells_or_never_ends_harms_nobody(office: TestOffice, visitor: FlaskClient, check: Check) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status, page = check(_swelling(700))
    assert (status, "bukan surat kami" in page) == (200, True)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100_000, f"the web process grew by {grown} KB"
    assert "Periksa keaslian" in visitor.get("/registry/check").get_data(as_text=True)


def test_uploads_leave_nothing_on_disk(office: TestOffice, visitor: FlaskClient, check: Check) -> None:
    check(b"%PDF-1.7\nbukan surat")
    check(b"")
    assert not list(office.service("registry").settings.spool_dir.glob("periksa-*"))


def _swelling(megabytes: int) -> bytes:
    """A PDF whose cross-reference stream unpacks to so many megabytes of zeros."""
    packer, packed = zlib.compressobj(1), b""
    for _ in range(megabytes):
        packed += packer.compress(bytes(1024 * 1024))
    packed += packer.flush()
    head = b"%PDF-1.7\n"
    words = f"1 0 obj\n<</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length {len(packed)}>>\nstream\n"
    return head + words.encode() + packed + f"\nendstream\nendobj\nstartxref\n{len(head)}\n%%EOF".encode()
