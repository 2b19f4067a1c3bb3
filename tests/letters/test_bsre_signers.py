"""Several sign at BSrE, each by an identity of their own, with a passphrase or with a code that BSrE sends them."""

from __future__ import annotations

import httpx
import pytest
from pydantic import SecretStr

from services.handoffs.review_to_letters import LETTER_REQUESTED_V2
from services.shared.config.settings import SettingsError
from services.shared.paper.preview import page_text
from services.shared.signing.choice import others_at_bsre, signer_for
from services.shared.signing.errors import SigningRefused
from tests.letters.conftest import ACTING_NIK, HEAD_NIK
from tests.letters.test_acting import appointed  # noqa: F401 -- a fixture
from tests.letters.test_numbers import numbered
from tests.support.bsre import LOGIN, NIK, PASSPHRASE, FakeBsre
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice


def test_a_code_is_sent_and_signs(by_code: TestOffice, bsre: FakeBsre) -> None:
    letter = numbered(by_code)
    page = person(by_code, "camat").get(letter.page).text
    assert "Kirim kode OTP kepada saya" in page
    assert "Kode OTP dari BSrE" in page
    before = letter.now()["version"]
    letter.do("camat", "ask-code", **letter.reviewed())
    assert letter.now()["version"] == before, "it moves nothing"
    assert "Kode OTP salah" in letter.sign(422, passphrase="000000")["errors"]["passphrase"][0]
    assert letter.sign(passphrase=bsre.code)["state"] == "letter_signed"
    assert [("passphrase" in asked, asked["nik"]) for asked in bsre.asked] == [(False, NIK)] * 2
    assert "Meminta kode OTP BSrE" in person(by_code, "camat").get(letter.page).text
    letter.do("camat", "ask-code", 409, **letter.reviewed())


def test_what_bsre_says_of_a_code_is_told(by_code: TestOffice, bsre: FakeBsre) -> None:
    letter = numbered(by_code)
    bsre.manner = "no_code"
    assert "belum mengaktifkan TOTP" in letter.do("camat", "ask-code", 409, **letter.reviewed())["message"]
    letter.do("tim1", "ask-code", 403, **letter.reviewed())


def test_an_office_of_passphrases_sends_no_code(by_bsre: TestOffice, bsre: FakeBsre) -> None:
    letter = numbered(by_bsre)
    assert "Kirim kode OTP" not in person(by_bsre, "camat").get(letter.page).text
    assert "tidak menandatangani dengan kode" in letter.do("camat", "ask-code", 409, **letter.reviewed())["message"]
    assert bsre.code == ""


def test_an_acting_head_signs_by_an_identity_of_their_own(
    by_code: TestOffice,
    by_bsre: TestOffice,
    bsre: FakeBsre,
    appointed: str,  # noqa: F811
) -> None:
    letter = LetterUnderTest(by_code).to_state("letter_review")
    letter.do(appointed, "set-signatory", **letter.reviewed())
    letter.do(appointed, "approve", **letter.reviewed())
    letter.exchange()
    other = LetterUnderTest(by_bsre).to_state("letter_review")
    other.do(appointed, "set-signatory", **other.reviewed())
    other.do(appointed, "approve", **other.reviewed())
    other.exchange()
    said = other.do(appointed, "sign", 409, **other.reviewed(), passphrase=PASSPHRASE)["message"]
    assert "SIGAP_BSRE_NIKS" in said
    assert other.now()["state"] == "letter_review"
    letter.do(appointed, "ask-code", **letter.reviewed())
    assert letter.do(appointed, "sign", **letter.reviewed(), passphrase=bsre.code)["state"] == "letter_signed"
    assert [asked["nik"] for asked in bsre.asked] == [ACTING_NIK]
    letter.exchange()
    assert letter.register("record-register", "assign-number", "stamp")["verdict"]["genuine"]


def test_the_section_head_signs_a_kind_of_theirs_at_bsre_and_it_goes_on_by_itself(
    heads_too: TestOffice, bsre: FakeBsre
) -> None:
    about = {"letter_kind": "partner_request", "step": "10", "to_applicant": False, "wish": "ask_input"}
    about |= {"proposer": {"username": "tim1", "name": "Jemmy Kalalo"}}
    letter = LetterUnderTest(heads_too, contract=LETTER_REQUESTED_V2, **about)  # its first version waits as it is born
    letter.do("kasi", "approve", **letter.reviewed())
    letter.exchange()
    letter.do("kasi", "ask-code", **letter.reviewed())
    assert letter.do("kasi", "sign", **letter.reviewed(), passphrase=bsre.code)["state"] == "letter_signed"
    assert [asked["nik"] for asked in bsre.asked] == [HEAD_NIK]
    letter.exchange()
    shown = letter.register()
    assert shown["state"] in {"stamped", "ready_for_handover"}, "number confirmed and checked without a press more"
    assert shown["verdict"]["genuine"]
    assert shown["number"] == letter.now()["drafts"][-1]["number"]
    assert "a.n. CAMAT" in " ".join(
        page_text(person(heads_too, "registrasi").get(f"/registry/letters/{letter.id}/sealed.pdf").data).split()
    )


@pytest.mark.parametrize("body", [{"nik": NIK, "passphrase": PASSPHRASE, "tampilan": "visible", "reason": "x"}, {}])
def test_the_other_side_takes_no_other_shape(bsre: FakeBsre, body: dict[str, str]) -> None:
    files = {"file": ("surat.pdf", b"%PDF-1.7", "application/pdf")}
    old = httpx.post(f"{bsre.url}/api/sign/pdf", data=body, files=files, auth=LOGIN)
    new = httpx.post(f"{bsre.url}/api/v2/sign/pdf", json=body | {"file": ["JVBERi0="]}, auth=LOGIN)
    assert (old.status_code, new.status_code) in {(500, 500), (400, 500)}
    assert bsre.asked == []


@pytest.mark.parametrize("typed", ["registrasi", "registrasi=123", "=7105150303850002", "a=71051503038500x2"])
def test_identities_typed_wrongly_are_told(by_code: TestOffice, typed: str) -> None:
    settings = by_code.settings["letters"].model_copy(update={"bsre_niks": SecretStr(typed)})
    with pytest.raises(SettingsError, match="username=NIK"):
        others_at_bsre(settings)


def test_codes_need_the_newer_shape(by_code: TestOffice) -> None:
    settings = by_code.settings["letters"].model_copy(update={"bsre_api": "v1"})
    with pytest.raises(SettingsError, match="SIGAP_BSRE_API=v2"):
        signer_for(settings, by_code.service("letters").office)
    with pytest.raises(SigningRefused, match="kasi"):
        signer_for(by_code.settings["letters"], by_code.service("letters").office, "kasi")
