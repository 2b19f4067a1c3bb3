"""Rendered, prepared, signed, numbered and sealed: both signatures hold, and a reader sees everything."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops

from services.shared.paper.letter import typeset_letter
from services.shared.paper.preview import page_png
from services.shared.paper.typeset import Slot, Typeset
from services.shared.signing.errors import NotGenuine, SigningRefused, WrongPassphrase
from services.shared.signing.sealing import seal
from services.shared.signing.verdict import Expected, verify
from tests.shared.paper.builders import CAMAT, DATE, NOW, NUMBER, letter
from tests.shared.signing.stages import CAMAT_PASSPHRASE, SEALED_AT, Chain, Keys, expected, seal_it
from tests.support.programs import debian_program


@pytest.mark.parametrize("paper", ["a4", "f4"])
@pytest.mark.parametrize(("font", "paragraphs"), [("bookman", 2), ("bookman", 16), ("arial", 16)])
def test_whole_chain(keys: Keys, paper: str, font: str, paragraphs: int) -> None:
    chain = Chain.of(keys, letter(paragraphs, paper=paper, font=font))
    verdict = verify(chain.sealed, keys.trust, chain.expected)
    assert verdict.failed == []
    assert (verdict.genuine, verdict.intact, verdict.ours) == (True, True, True)
    assert (verdict.number, verdict.date_text, verdict.signer) == (NUMBER, DATE, CAMAT.name)
    assert (verdict.signed_at, verdict.sealed_at) == (NOW, SEALED_AT)
    assert chain.sheet.pages == (1 if paragraphs == 2 else 3)
    for before, after in (
        (chain.sheet.pdf, chain.prepared),
        (chain.prepared, chain.signed),
        (chain.signed, chain.sealed),
    ):
        assert after.startswith(before)


def test_poppler_finds_both_signatures_valid_and_the_number_on_the_page(chain: Chain, tmp_path: Path) -> None:
    pdfsig = debian_program("pdfsig", "poppler-utils")
    file = tmp_path / "letter.pdf"
    file.write_bytes(chain.sealed)
    signatures = subprocess.run([pdfsig, file], capture_output=True, text=True, check=False).stdout
    assert signatures.count("Signature Validation: Signature is Valid.") == 2
    assert signatures.count("- Total document signed") == 1
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    assert f"Nomor    : {NUMBER}\n" in text
    assert f"Kumelembuai, {DATE}" in text


def test_a_number_filled_in_later_looks_like_a_printed_one(chain: Chain) -> None:
    printed = typeset_letter(letter(number=NUMBER, date=DATE), created=NOW).pdf
    slot = chain.sheet.slots["number"]
    later, at_once = _cut(chain.sealed, slot), _cut(printed, slot)
    assert _dark(at_once) > 1000
    assert _dark(ImageChops.difference(later, at_once).point(lambda v: 255 - v)) < _dark(at_once) * 0.02
    date = _cut(chain.sealed, chain.sheet.slots["date"])
    assert _dark(date) > 1000


def _dark(image: Image.Image) -> int:
    return sum(image.histogram()[:128])


def _cut(pdf: bytes, slot: Slot) -> Image.Image:
    with Image.open(BytesIO(page_png(pdf, slot.page, 2400))) as image:
        scale = image.width / 595.28
        left, low, right, high = slot.box
        upper, lower = image.height - high * scale, image.height - low * scale
        return image.convert("L").crop((round(left * scale), round(upper), round(right * scale), round(lower)))


def test_a_very_long_number_becomes_smaller_and_stays_whole(keys: Keys, chain: Chain) -> None:
    number = "337.1.2/" + "1234567890/" * 8 + "KEC-KMB/XII/2026"
    long = seal_it(keys, chain.signed, number)
    slot = chain.sheet.slots["number"]
    box = _cut(long, replace(slot, x=slot.x - 5, width=slot.width + 25)).point(lambda v: 255 * (v < 128)).getbbox()
    assert box is not None
    scale = 2400 / 595.28
    assert box[2] < (5 + slot.width - 0.5) * scale, "clipped at the field's edge"
    assert box[3] - box[1] < 7 * scale, "one line of small type"
    assert box[2] - box[0] > 0.9 * slot.width * scale
    assert verify(long, keys.trust, expected(long, number)).genuine


def test_no_number_seals_nothing(keys: Keys, chain: Chain) -> None:
    with pytest.raises(NotGenuine) as caught:
        seal_it(keys, chain.signed, "  ")
    assert caught.value.reasons == ["number_free"]


def test_reserved_number_is_printed_compared_and_sealed(keys: Keys) -> None:
    chain = Chain.of(keys, letter(number=NUMBER, date=DATE))
    assert verify(chain.sealed, keys.trust, chain.expected).genuine
    other = Expected("337/0124/KEC-KMB/XI/2026", chain.expected.sha256)
    assert verify(chain.sealed, keys.trust, other).failed == ["number_matches"]
    with pytest.raises(NotGenuine) as caught:
        seal_it(keys, chain.signed, "337/0124/KEC-KMB/XI/2026")
    assert caught.value.reasons == ["number_free"]
    with pytest.raises(NotGenuine) as caught:
        seal_it(keys, chain.signed, date_text="25 November 2026")
    assert caught.value.reasons == ["date_free"]


def test_wrong_passphrases_sign_and_seal_nothing(keys: Keys, chain: Chain) -> None:
    with pytest.raises(WrongPassphrase) as caught:
        keys.signer.sign(chain.prepared, passphrase="salah", now=NOW)
    assert caught.value.status == 422
    assert "salah" not in repr(caught.value.__cause__)
    with pytest.raises(WrongPassphrase):
        seal(
            chain.signed,
            number=NUMBER,
            date_text=DATE,
            folder=keys.folder,
            passphrase=CAMAT_PASSPHRASE,
            trust=keys.trust,
            now=NOW,
        )


def test_what_is_not_prepared_or_signed_already_is_not_signed(keys: Keys, chain: Chain) -> None:
    for pdf in (chain.sheet.pdf, chain.signed, chain.sealed, b"", b"%PDF-1.7 x", chain.prepared[:2000]):
        with pytest.raises(SigningRefused):
            keys.signer.sign(pdf, passphrase=CAMAT_PASSPHRASE, now=NOW)
    with pytest.raises(SigningRefused):
        keys.signer.prepare(Typeset(chain.sheet.pdf, {}, 1))


def test_file_claims_pdfa_and_keeps_what_pdfa_needs_through_every_increment(keys: Keys, chain: Chain) -> None:
    for stage in (chain.sheet.pdf, chain.prepared, chain.signed, chain.sealed):
        with pikepdf.open(BytesIO(stage)) as pdf:
            metadata = pdf.open_metadata()
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
            assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
            assert "/DestOutputProfile" in pdf.Root.OutputIntents[0]
            assert "/NeedAppearances" not in pdf.Root.get("/AcroForm", {})
            for widget in (widget for page in pdf.pages for widget in page.get("/Annots", [])):
                assert int(widget.F) & 0b100110 == 0b100, "printed, not hidden, not without view"
                assert "/N" in widget.AP
                assert "/A" not in widget
                assert "/AA" not in widget
            _all_fonts_embedded(pdf)


def _all_fonts_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
    described = [item.FontDescriptor for item in fonts if "/FontDescriptor" in item]
    assert described
    assert all("/FontFile2" in item or "/FontFile3" in item for item in described)
    bare = [item for item in fonts if "/FontDescriptor" not in item and item.Subtype != "/Type0"]
    assert bare == []
    spaces = {
        str(space)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary)
        for space in item.get("/ColorSpace", {}).values()
        if isinstance(space, pikepdf.Name)
    }
    assert spaces == set()
