"""What happens to text on its way to paper."""

from __future__ import annotations

import pytest

from services.shared.paper.errors import MissingGlyphs, PaperError
from services.shared.paper.fonts import covered
from services.shared.paper.letter import Addressee, Paragraph, Run, typeset_letter
from services.shared.paper.text import clean, missing
from tests.shared.paper.builders import NOW, letter


def test_emoji_and_chinese_names_are_refused_with_their_fields() -> None:
    wrong = letter(
        addressee=Addressee("Sdr. 李小龙", "Makasili"),
        body=[Paragraph("Baik."), Paragraph([Run("Terima kasih "), Run("\N{PERSON WITH FOLDED HANDS}", bold=True)])],
    )
    with pytest.raises(MissingGlyphs) as caught:
        typeset_letter(wrong, created=NOW)
    assert caught.value.characters == ["李", "小", "龙", "\N{PERSON WITH FOLDED HANDS}"]
    assert caught.value.where == ["addressee.name", "body[1].runs[1].text"]
    assert isinstance(caught.value, PaperError)
    assert caught.value.fields.keys() == {"addressee.name", "body[1].runs[1].text"}
    assert "李 (U+674E)" in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "Rp150.000,00 – “baik” … é ñ ĝ ₂ ½ ≥ → ☐ ☑ ✓",
        "Ωμέγα Київ العربية",
        "a\u200bb\u200dc\u00ad\ufe0f",
        "baris\nbaru\ttab",
    ],
)
def test_what_the_fonts_cover_can_be_printed(text: str) -> None:
    assert missing(text) == []
    assert typeset_letter(letter(body=[Paragraph(text)]), created=NOW).pdf.startswith(b"%PDF-1.7")


def test_covered_characters_are_those_that_typst_can_print() -> None:
    """Our reading of the fonts' tables against typst: one line with a character of each block, in and out."""
    for point in sorted(covered())[::173]:
        if point > 0x20 and not 0xE000 <= point <= 0xF8FF:
            typeset_letter(letter(body=[Paragraph(clean("x" + chr(point)))]), created=NOW)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("satu\r\ndua\rtiga\x0bempat\u2028lima", "satu\ndua\ntiga\nempat\nlima"),
        ("a\x00b\x07c\ufeffd\ud800e", "abcde"),
        ("e\u0301 a\u3000b\u00a0c", "é a b\u00a0c"),
        ("NIK \u202e1234\u202c", "NIK 1234"),
    ],
)
def test_pasted_text_is_made_clean(given: str, wanted: str) -> None:
    assert clean(given) == wanted


def test_user_text_is_never_typst_source() -> None:
    source = '#panic("run") $x^2$ *tebal* _miring_ <label> @ref #import "/shared/paper/office.typ": * \\ // /* `x` = A'
    result = typeset_letter(letter(subject=source, body=[Paragraph(source)]), created=NOW)
    from services.shared.paper.preview import page_text

    shown = "".join(page_text(result.pdf).split())
    assert "".join(source.split()) in shown.replace("\u200b", "")
