"""Pictures of pages, and marked copies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from services.shared.paper.copies import marked_copy
from services.shared.paper.errors import PaperError
from services.shared.paper.letter import typeset_letter
from services.shared.paper.preview import page_count, page_png, page_text
from tests.shared.paper.builders import NOW, letter

HOSTILE = [b"", b"%PDF-1.7", b"\x00" * 1000, b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"]


def test_a_page_as_a_picture_of_the_wanted_width() -> None:
    pdf = typeset_letter(letter(14, paper="f4"), created=NOW).pdf
    assert page_count(pdf) == 3
    with Image.open(BytesIO(page_png(pdf, 1, 500))) as image:
        assert (image.format, image.width) == ("PNG", 500)
        assert image.height == pytest.approx(500 * 330 / 215, abs=2)


@pytest.mark.parametrize("pdf", HOSTILE)
def test_bytes_that_are_no_pdf(pdf: bytes) -> None:
    for look in (page_count, page_png, page_text, marked_copy):
        with pytest.raises(PaperError):
            look(pdf) if look is not page_count else _no_pages(pdf)


def _no_pages(pdf: bytes) -> None:
    """pdfium opens a catalogue without pages; that it has none is the right answer too."""
    if page_count(pdf) == 0:
        raise PaperError("no pages")


def test_no_such_page_and_a_page_too_large_to_draw() -> None:
    pdf = typeset_letter(letter(), created=NOW).pdf
    for page in (-1, 1):
        with pytest.raises(PaperError):
            page_png(pdf, page)
    endless = pikepdf.new()
    endless.add_blank_page(page_size=(100, 14400))
    target = BytesIO()
    endless.save(target)
    with pytest.raises(PaperError):
        page_png(target.getvalue())


def test_pictures_from_many_threads() -> None:
    pdf = typeset_letter(letter(), created=NOW).pdf
    wanted = page_png(pdf, 0, 300)
    with ThreadPoolExecutor(8) as pool:
        assert all(picture == wanted for picture in pool.map(lambda _: page_png(pdf, 0, 300), range(40)))


def test_a_copy_is_marked_on_every_page_and_the_original_is_untouched() -> None:
    pdf = typeset_letter(letter(14), created=NOW).pdf
    before = bytes(pdf)
    copy = marked_copy(pdf, note="Salinan ke-1 untuk arsip.")
    assert pdf == before
    assert page_count(copy) == 3
    for page in range(3):
        words = page_text(copy, page)
        assert "SALINAN" in words
        assert "Salinan ke-1 untuk arsip." in words
    assert "SALINAN" not in page_text(pdf)
