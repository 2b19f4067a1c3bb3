"""What others say of our letters: poppler's pdfsig, qpdf's own check, and the marks of PDF/A."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from services.shared.paper.letter import typeset_letter
from services.shared.paper.merging import merged
from services.shared.paper.scans import picture_pages
from services.shared.signing.verdict import verify
from tests.shared.paper.builders import NOW, letter
from tests.shared.signing.stages import (
    CAMAT_PASSPHRASE,
    NUMBER,
    Chain,
    Keys,
    attach,
    changed,
    expected,
    paint,
    seal_blindly,
    seal_it,
    write_number,
)
from tests.support.programs import debian_program


def pdfsig(pdf: bytes, folder: Path) -> list[bool]:
    """For each signature: whether poppler finds it valid over all that it signed."""
    program, file = debian_program("pdfsig", "poppler-utils"), folder / "letter.pdf"
    file.write_bytes(pdf)
    said = subprocess.run([program, "-nocert", str(file)], capture_output=True, text=True, check=False).stdout
    return [words == "Signature is Valid." for words in re.findall(r"Signature Validation: (.*)", said)]


def flipped(pdf: bytes) -> bytes:
    """One byte of the words of page 1 changed."""
    broken = bytearray(pdf)
    broken[len(pdf) // 8] ^= 1
    return bytes(broken)


def test_pdfsig_agrees_on_an_intact_letter(keys: Keys, chain: Chain, tmp_path: Path) -> None:
    assert verify(chain.sealed, keys.trust, chain.expected).genuine
    assert pdfsig(chain.sealed, tmp_path) == [True, True]


def test_pdfsig_agrees_that_changed_bytes_break_both(keys: Keys, chain: Chain, tmp_path: Path) -> None:
    broken = flipped(chain.sealed)
    assert {"camat_valid", "seal_valid"} <= set(verify(broken, keys.trust, expected(broken)).failed)
    assert pdfsig(broken, tmp_path) == [False, False]


@pytest.mark.parametrize("change", [attach, paint, write_number("337/0999/KEC-KMB/XI/2026")])
def test_what_pdfsig_calls_valid_by_itself_our_verdict_refuses(
    keys: Keys, chain: Chain, tmp_path: Path, change: Callable[..., None]
) -> None:
    """An increment behind a signature leaves its bytes intact: poppler says valid, and that not all is covered."""
    after = changed(chain.sealed, change)
    assert pdfsig(after, tmp_path) == [True, True]
    said = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "letter.pdf")], capture_output=True, text=True, check=False
    ).stdout
    assert "Not total document signed" in said
    assert not verify(after, keys.trust, expected(after)).genuine
    between = seal_blindly(keys, changed(chain.signed, change))
    assert not verify(between, keys.trust, expected(between)).genuine


def with_attachment(keys: Keys) -> bytes:
    """A letter with an attachment from outside merged in, signed and sealed."""
    outside = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(outside)
    extra = picture_pages(outside.getvalue(), created=NOW, paper="f4", label="Lampiran surat").pdf
    sheet = merged(typeset_letter(letter(paper="f4", font="arial"), created=NOW), [extra])
    signed = keys.signer.sign(keys.signer.prepare(sheet), passphrase=CAMAT_PASSPHRASE, now=NOW)
    return seal_it(keys, signed, NUMBER)


@pytest.mark.parametrize("stage", ["prepared", "signed", "sealed", "with_attachment"])
def test_qpdf_finds_nothing_wrong(keys: Keys, chain: Chain, stage: str) -> None:
    """pikepdf is qpdf: the same check as ``qpdf --check``."""
    pdf = with_attachment(keys) if stage == "with_attachment" else getattr(chain, stage)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []


@pytest.mark.parametrize("stage", ["sealed", "with_attachment"])
def test_the_marks_of_pdfa_2b(keys: Keys, chain: Chain, stage: str) -> None:
    """Not a validator: what is checked is what our own increments and merges could spoil."""
    pdf = with_attachment(keys) if stage == "with_attachment" else chain.sealed
    with pikepdf.open(BytesIO(pdf)) as opened:
        meta = opened.open_metadata()
        assert (meta.get("pdfaid:part"), meta.get("pdfaid:conformance")) == ("2", "B")
        intents = [str(intent.S) for intent in opened.Root.OutputIntents]
        assert "/GTS_PDFA1" in intents
        assert not opened.is_encrypted
        assert "/ID" in opened.trailer
        assert not {"/OpenAction", "/AA"} & set(opened.Root.keys())
        for page in opened.pages:
            for font in page.Resources.get("/Font", {}).values():
                kids = font.get("/DescendantFonts", [font])
                assert any(key in kids[0].FontDescriptor for key in ("/FontFile2", "/FontFile3")), font
            for note in page.get("/Annots", []):
                assert int(note.F) & 4, "every widget is printed"
                assert not int(note.F) & 2
                assert "/N" in note.AP
