"""The letter's layout: it holds at any length, on both papers."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest

from services.shared.paper.letter import Items, Paragraph, Signatory, Table, typeset_letter
from services.shared.paper.preview import page_text
from services.shared.paper.typeset import Slot
from tests.shared.paper.builders import CLOSING, DATE, NOW, NUMBER, OFFICE, letter

SIZES = {"a4": (595.28, 841.89), "f4": (609.45, 935.43)}
KABUPATEN = "PEMERINTAH KABUPATEN MINAHASA SELATAN"
LONG = "KECAMATAN SIAU BARAT SELATAN TENGAH UTARA"
LEFT, RIGHT, BOTTOM = 85.0, 56.7, 85.0  # margins of 3, 2 and 3 cm in points


@pytest.mark.parametrize("paper", ["a4", "f4"])
@pytest.mark.parametrize("font", ["bookman", "arial"])
def test_signature_stays_with_the_closing_words_at_any_length(paper: str, font: str) -> None:
    for paragraphs in (1, 2, 5, 8, 9, 10, 11, 12, 13, 16, 30):
        result = typeset_letter(letter(paragraphs, paper=paper, font=font), created=NOW)
        signature, seal = result.slots["signature"], result.slots["seal"]
        assert signature.page == seal.page
        assert CLOSING[:20] in page_text(result.pdf, signature.page)
        _inside(signature, paper)
        _inside(seal, paper)
        assert signature.x > SIZES[paper][0] / 2, "in the right half"


def _inside(slot: Slot, paper: str) -> None:
    width, height = SIZES[paper]
    left, low, right, high = slot.box
    assert left >= LEFT
    assert low >= BOTTOM
    assert right <= width - RIGHT + 0.1
    assert high <= height


def test_the_seal_touches_the_left_third_of_the_signature_and_no_words() -> None:
    slots = typeset_letter(letter(), created=NOW).slots
    signature, seal = slots["signature"], slots["seal"]
    overlap = seal.x + seal.width - signature.x
    assert 0 < overlap < signature.width / 3
    assert seal.x < signature.x


def test_pages_are_counted_only_where_there_are_several() -> None:
    short, long = typeset_letter(letter(), created=NOW), typeset_letter(letter(14), created=NOW)
    assert short.pages == 1
    assert "Halaman" not in page_text(short.pdf)
    assert long.pages == 3
    assert [f"Halaman {n + 1} dari 3" in page_text(long.pdf, n) for n in range(3)] == [True] * 3
    assert all("TTE tidak tersertifikasi" in page_text(long.pdf, n) for n in range(3))


def test_number_and_date_are_slots_or_printed() -> None:
    free = typeset_letter(letter(), created=NOW)
    printed = typeset_letter(letter(number=NUMBER, date=DATE), created=NOW)
    assert free.slots.keys() == {"number", "date", "signature", "seal"}
    assert NUMBER not in page_text(free.pdf)
    assert printed.slots.keys() == {"signature", "seal"}
    assert NUMBER in page_text(printed.pdf)
    assert f"Kumelembuai, {DATE}" in page_text(printed.pdf)
    assert free.slots["number"].font == "tex gyre bonum"


@pytest.mark.parametrize(
    ("government", "name"), [(KABUPATEN, "KECAMATAN KUMELEMBUAI"), (f"{KABUPATEN} DAN KEPULAUAN", LONG)]
)
def test_government_and_office_stand_as_three_to_four_and_the_website_below(government: str, name: str) -> None:
    office = OFFICE | {"government": government, "name": name, "website": "kumelembuai.example.go.id"}
    page = pypdfium2.PdfDocument(typeset_letter(letter(office=office), created=NOW).pdf)[0].get_textpage()
    words = page.get_text_range()
    sizes = [pdfium_c.FPDFText_GetFontSize(page, words.index(line)) for line in (government, name)]
    assert sizes[0] / sizes[1] == pytest.approx(3 / 4)
    assert "E-mail kec.kumelembuai@example.go.id | Laman kumelembuai.example.go.id" in words


@pytest.mark.parametrize(("font", "paper"), [("arial", "a4"), ("bookman", "f4")])
def test_what_is_too_long_for_a_line_stands_in_two_and_nothing_of_it_is_torn(font: str, paper: str) -> None:
    government, name = f"{KABUPATEN} DAN KEPULAUAN PERBATASAN SEBELAH UTARA", f"{LONG} DAN KEPULAUAN PERBATASAN LAUT"
    reached = {
        "email": f"sekretariat.{'k' * 30}@{'a' * 24}kab.go.id",
        "website": f"kecamatan-{'w' * 30}.{'o' * 20}.go.id",
    }
    office = OFFICE | {"government": government, "name": name, "address": "Jalan Panjang Sekali " * 6} | reached
    pdf = typeset_letter(letter(office=office, font=font, paper=paper), created=NOW).pdf
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    words = page.get_text_range()
    lines = words.replace("\u200b", "").split("\r\n")
    sizes = [
        pdfium_c.FPDFText_GetFontSize(page, words.index(one)) for one in (government[:14], name[:14], "Jalan", "E-mail")
    ]
    assert sizes[0] / sizes[1] == pytest.approx(3 / 4)
    assert sizes[1] > 11, "the office is not smaller than what stands below it"
    assert sizes[0] >= sizes[2] >= sizes[3] >= 6.9
    assert [f"E-mail {reached['email']}" in lines, f"Laman {reached['website']}" in lines] == [True, True]
    assert not any(line.strip().startswith("|") or line.strip().endswith("|") for line in lines)


def test_a_deputy_signs_in_the_name_of_the_camat() -> None:
    deputy = Signatory(
        ("a.n. CAMAT KUMELEMBUAI", "SEKRETARIS KECAMATAN,"), "CONTOH WAKIL, S.E.", "Penata, III/c", "1" * 18
    )
    text = page_text(typeset_letter(letter(signatory=deputy), created=NOW).pdf)
    assert "a.n. CAMAT KUMELEMBUAI\r\nSEKRETARIS KECAMATAN," in text


def test_overlong_words_and_closing_words_do_not_leave_the_paper() -> None:
    endless = "x" * 400
    body = [Paragraph(endless), Items([endless]), Table(["No", "Isi"], [["1", endless], ["2", "baik"]], widths=[3, 1])]
    result = typeset_letter(
        letter(body=body, subject=endless, closing="Kata penutup yang panjang. " * 300), created=NOW
    )
    assert result.pages > 3
    text = "".join(page_text(result.pdf, page) for page in range(result.pages))
    assert text.replace("\u200b", "").replace("\r\n", "").count("x") >= 4 * 400
    _inside(result.slots["signature"], "a4")


def test_every_list_style_prints_its_own_marks() -> None:
    marks: dict[Any, str] = {"1.": "2.", "a.": "b.", "1)": "2)", "a)": "b)", "-": "–"}
    for style, mark in marks.items():
        text = page_text(typeset_letter(letter(body=[Items(["satu", "dua"], style=style)]), created=NOW).pdf)
        assert f"{mark} dua" in text
