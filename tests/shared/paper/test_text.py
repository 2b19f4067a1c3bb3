"""What happens to text on its way to paper."""

from __future__ import annotations

import hashlib

import pytest

from services.shared.paper.fonts import covered
from services.shared.paper.letter import Paragraph, Table, typeset_letter
from services.shared.paper.preview import page_text
from services.shared.paper.text import clean, missing, printable
from tests.shared.paper.builders import NOW, letter
from tests.support.sampling import todays


def test_a_sign_that_no_font_has_becomes_a_box() -> None:
    assert printable("Sdr. 李小龙 🙏 \U00012000 \ue123") == "Sdr. 李小龙 🙏 □ □"
    assert printable("\uf0b7 satu\uf0d8 dua") == "• satu➢ dua"


@pytest.mark.parametrize(
    "text",
    [
        "Rp150.000,00 – “baik” … é ñ ĝ ₂ ½ ≥ → ☐ ☑ ✓",
        "Ωμέγα Київ العربية",
        "ꦱꦸꦫꦧꦪ ᬩᬮᬶ ᮘᮔ᮪ᮓᮥᮀ ᨅᨚᨁᨚ ᯅᯖᯂ᯲ 李小龙 ほんだ 👩‍👩‍👧 🙏🏽 ☎️ Jakša Ẑǿ",
        "a\u200bb\u200dc\u00ad\ufe0f",
        "baris\nbaru\ttab",
    ],
)
def test_what_the_fonts_cover_can_be_printed(text: str) -> None:
    assert missing(text) == []
    assert typeset_letter(letter(body=[Paragraph(text)]), created=NOW).pdf.startswith(b"%PDF-1.7")


def test_covered_characters_are_those_that_typst_can_print() -> None:
    """Our reading of the fonts' tables against typst: one line with a character of each block, in and out.

    Each day half of them.
    """
    for point in todays(sorted(covered())[::173], 2):
        if point > 0x20 and not 0xE000 <= point <= 0xF8FF:
            typeset_letter(letter(body=[Paragraph(clean("x" + chr(point)))]), created=NOW)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("satu\r\ndua\rtiga\x0bempat\u2028lima", "satu\ndua\ntiga\nempat\nlima"),
        ("a\x00b\x07c\ufeffd\ud800e", "abcde"),
        ("e\u0301 a\u3000b\u00a0c\u2011d", "é a b c-d"),
        ("NIK \u202e1234\u202c", "NIK 1234"),
    ],
)
def test_pasted_text_is_made_clean(given: str, wanted: str) -> None:
    assert clean(given) == wanted


def test_user_text_is_never_typst_source() -> None:
    source = '#panic("run") $x^2$ *tebal* _miring_ <label> @ref #import "/shared/paper/office.typ": * \\ // /* `x` = A'
    result = typeset_letter(letter(subject=source, body=[Paragraph(source)]), created=NOW)
    shown = "".join(page_text(result.pdf).split())
    assert "".join(source.split()) in shown.replace("\u200b", "")


@pytest.mark.parametrize(
    "copied",
    [
        hashlib.sha256(b"surat").hexdigest(),
        "https://sigap.example.go.id/registry/check/0f8fad5b-d9cb-469f-a165-70867728950e?a=1",
        "700.1.2.4/001/KECAMATAN-KEPULAUAN-PERBATASAN/XII/2026",
    ],
)
def test_what_is_copied_from_a_paper_is_what_was_printed(copied: str) -> None:
    body = [Paragraph(f"Kode: {copied}"), Table(["No", "Kode", "Kode"], [["1", copied, copied]], widths=[1, 3, 4])]
    result = typeset_letter(letter(subject=copied, body=body), created=NOW)
    shown = "".join(page_text(result.pdf).split())
    assert shown.count(copied) == 4, "over as many lines as it needs, without a sign that is none of its own"
