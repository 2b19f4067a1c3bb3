"""The Camat is away: an acting head (Plh.) signs in their own name, with their own key, which ends with the decree."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from deploy.commands.signer import acting_head
from deploy.setup import DEMO_PASSPHRASE
from services.shared.calendar import clock
from services.shared.paper.preview import page_text
from services.shared.signing.authority import add_acting
from services.shared.signing.errors import SigningRefused
from services.shared.signing.keys import acting_key, load_signer
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice
from tests.support.seconds import confirm_appointments

PASSPHRASE = "kunci Sekcam sendiri"
NAME, TITLE = "Contoh Lumentut", "Plh. Camat Kumelembuai"


@pytest.fixture
def appointed(office: TestOffice) -> Iterator[str]:
    """The registrar acts in the Camat's office from today until the day after tomorrow."""
    day = clock.local(clock.now()).date()
    admin, dates = person(office, "admin"), {"decree_on": day, "starts_on": day, "ends_on": day + timedelta(days=2)}
    form = {
        "username": "registrasi", "role": "camat", "kind": "plh", "position": "Sekretaris Kecamatan",
        "rank": "Penata (III/c)", "nip": "198503032010011003", "decree": "SP.800/12/2026",
    } | {name: f"{value:%d/%m/%Y}" for name, value in dates.items()}  # fmt: skip
    assert admin.post("/review/acting", data=form).status_code == 302
    assert confirm_appointments(office) == 1
    yield "registrasi"
    for identifier in re.findall(r"/review/acting/([0-9a-f-]{36})/end", admin.get("/review/acting").text):
        admin.post(f"/review/acting/{identifier}/end")


@pytest.fixture
def keyed(office: TestOffice, appointed: str) -> Iterator[Path]:
    """Their key, as ``sigap signer acting`` makes it."""
    settings, facts = office.service("letters").settings, office.service("letters").office
    assert settings.keys_dir is not None
    head = acting_head(office.accounts, facts, appointed)
    assert (head.name, head.title) == (NAME, TITLE)
    add_acting(settings.keys_dir, facts.name, facts.government, head, PASSPHRASE, clock.now())
    yield settings.keys_dir
    (settings.keys_dir / f"{acting_key(appointed)}.p12").unlink(missing_ok=True)


def sign(letter: LetterUnderTest, who: str, passphrase: str, expect: int) -> dict:
    return letter.do(who, "sign", expect, **letter.reviewed(), passphrase=passphrase)


def draft_words(letter: LetterUnderTest) -> str:
    no = letter.now()["drafts"][-1]["no"]
    pdf = person(letter.office, "camat").get(f"{letter.page}/drafts/{no}/letter.pdf").data
    return " ".join(page_text(pdf).split())


def test_an_acting_head_signs_in_their_own_name_with_their_own_key(
    office: TestOffice, appointed: str, keyed: Path
) -> None:
    letter = LetterUnderTest(office)
    letter.submit()
    before = letter.now()
    assert "bukan atas nama Anda" in sign(letter, appointed, PASSPHRASE, 409)["message"]
    page = person(office, appointed).get(letter.page).get_data(as_text=True)
    assert "Buat versi dengan nama saya" in page
    assert "Tanda tangani versi" not in page

    changed = letter.do(appointed, "set-signatory", **letter.reviewed())
    assert (changed["state"], len(changed["drafts"])) == ("letter_review", len(before["drafts"]) + 1)
    again = letter.do(appointed, "set-signatory", version=before["version"], **letter.reviewed())
    assert len(again["drafts"]) == len(changed["drafts"]), "pressed twice"
    words = draft_words(letter)
    assert "Plh. CAMAT KUMELEMBUAI, Contoh Lumentut Penata (III/c) NIP. 198503032010011003" in words, words[-400:]
    assert "Contoh Mandey" not in words
    sign(letter, "camat", DEMO_PASSPHRASE, 409)  # not the Camat's block any more
    assert "Passphrase salah" in sign(letter, appointed, DEMO_PASSPHRASE, 422)["message"]

    assert sign(letter, appointed, PASSPHRASE, 200)["state"] == "letter_signed"
    signed = person(office, "camat").get(f"{letter.page}/signed.pdf").data
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_regular_signatures
    assert signature.signer_cert.subject.native["common_name"] == NAME
    assert letter.posted("letter_signed")[0]["signer"] == {"title": TITLE, "name": NAME, "nip": "198503032010011003"}
    story = person(office, "camat").get(letter.page).get_data(as_text=True)
    assert f"ditandatangani {NAME}, {TITLE}" in story


def test_the_registry_seals_it_and_it_is_genuine_after_the_appointment(
    office: TestOffice, appointed: str, keyed: Path
) -> None:
    letter = LetterUnderTest(office)
    letter.submit()
    letter.do(appointed, "set-signatory", **letter.reviewed())
    sign(letter, appointed, PASSPHRASE, 200)
    letter.exchange()
    (keyed / f"{acting_key(appointed)}.p12").unlink()
    shown = letter.register("record-register", "assign-number", "stamp")
    assert shown["verdict"]["genuine"], shown["verdict"]
    public = person(office, "camat").get(f"/registry/check/{letter.id}").get_data(as_text=True)
    assert NAME in public
    assert TITLE in public


def test_without_a_key_nothing_is_signed(office: TestOffice, appointed: str) -> None:
    letter = LetterUnderTest(office)
    letter.submit()
    letter.do(appointed, "set-signatory", **letter.reviewed())
    assert "belum dibuat" in sign(letter, appointed, PASSPHRASE, 409)["message"]


def test_the_key_ends_with_the_appointment(office: TestOffice, appointed: str, keyed: Path) -> None:
    last = clock.now() + timedelta(days=2)
    assert load_signer(keyed, acting_key(appointed), PASSPHRASE, last).name == NAME
    with pytest.raises(SigningRefused, match="Masa berlaku"):
        load_signer(keyed, acting_key(appointed), PASSPHRASE, last + timedelta(days=1))


def test_the_camat_is_back_and_takes_the_block_again(office: TestOffice, appointed: str, keyed: Path) -> None:
    letter = LetterUnderTest(office)
    letter.submit()
    letter.do(appointed, "set-signatory", **letter.reviewed())
    letter.correct(note="Perbaiki hal surat.")
    letter.submit(subject="Tanggapan Kedua")
    assert NAME in draft_words(letter), "the block stays until its signer changes it"
    letter.do("camat", "set-signatory", **letter.reviewed())
    assert "Contoh Mandey" in draft_words(letter)
    letter.do("camat", "set-signatory", 409, **letter.reviewed())
    assert letter.sign()["state"] == "letter_signed"


def test_only_who_holds_or_acts_in_the_office_changes_it(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.submit()
    for who in ("tim1", "kasi", "admin"):
        letter.do(who, "set-signatory", 403, **letter.reviewed())
    letter.do("camat", "set-signatory", 409, draft_no=1, sha256=uuid.uuid4().hex * 2)
