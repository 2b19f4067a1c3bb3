"""typst: same bytes every time, from many threads, with our fonts only, and clear errors."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from services.shared.paper.errors import PaperError
from services.shared.paper.letter import typeset_letter
from services.shared.paper.preview import page_png
from services.shared.paper.qr import qr_svg
from services.shared.paper.typeset import typeset, typeset_with_slots
from tests.shared.paper.builders import NOW, OFFICE, letter


def sheet(folder: Path, source: str) -> Path:
    file = folder / "sheet.typ"
    file.write_text(source, encoding="utf-8")
    return file


def test_same_input_gives_the_same_bytes() -> None:
    first = typeset_letter(letter(4), created=NOW)
    assert first == typeset_letter(letter(4), created=NOW)
    with pikepdf.open(BytesIO(first.pdf)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261124003000Z"


def test_four_threads_with_ten_letters_each() -> None:
    wanted = [typeset_letter(letter(subject=f"Hal {n}"), created=NOW).pdf for n in range(10)]
    with ThreadPoolExecutor(4) as pool:
        rounds = list(
            pool.map(
                lambda _: [typeset_letter(letter(subject=f"Hal {n}"), created=NOW).pdf for n in range(10)], range(4)
            )
        )
    assert rounds == [wanted] * 4


def test_slots_have_pages_and_boxes_with_the_origin_at_the_lower_left(tmp_path: Path) -> None:
    source = """#let slot(name, w, h) = box(width: w, height: h, place(top + left, context {
      let at = here().position()
      [#metadata((name: name, page: at.page, x: at.x.pt(), y: at.y.pt(), page_height: page.height.pt(),
        width: w.pt(), height: h.pt(), font: "Arimo", size: 11.0)) <slot>]
    }))
    #set page(width: 200pt, height: 300pt, margin: 20pt)
    #set text(font: "Arimo")
    #slot("first", 50pt, 10pt)
    #pagebreak()
    #place(bottom + right, slot("second", 30pt, 40pt))"""
    result = typeset_with_slots(sheet(tmp_path, source), {}, created=NOW, root=tmp_path)
    assert result.slots["first"].box == (20, 270, 70, 280)
    assert (result.slots["second"].page, result.slots["second"].box) == (1, (150, 20, 180, 60))


def test_template_error_unknown_font_missing_data_and_naive_time_are_paper_errors(tmp_path: Path) -> None:
    for source in (
        "#panic(1)",
        '#set text(font: "Comic Sans MS")\nx',
        "#json(bytes(sys.inputs.data)).nothing",
        '#image("/etc/passwd")',
    ):
        with pytest.raises(PaperError):
            typeset(sheet(tmp_path, source), {}, created=NOW, root=tmp_path)
    with pytest.raises(PaperError):
        typeset_letter(letter(), created=datetime(2026, 11, 24))  # noqa: DTZ001
    with pytest.raises(PaperError):
        typeset_letter(letter(closing=""), created=NOW)


def test_a_template_cannot_read_files_outside_its_root(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("rahasia")
    inside = tmp_path / "root"
    inside.mkdir()
    with pytest.raises(PaperError):
        typeset(sheet(inside, '#read("../secret.txt")'), {}, created=NOW, root=inside)


def test_crest_from_a_png_jpeg_or_svg_file(tmp_path: Path) -> None:
    picture = Image.new("RGB", (30, 40), (200, 0, 0))
    picture.save(tmp_path / "crest.png")
    picture.save(tmp_path / "crest.jpg")
    (tmp_path / "crest.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4"><rect fill="#c80000" width="3" height="4"/></svg>'
    )
    for name in ("crest.png", "crest.jpg", "crest.svg"):
        pdf = typeset_letter(letter(office=OFFICE | {"crest": str(tmp_path / name)}), created=NOW).pdf
        assert _reds(pdf) > 1000, name
    assert _reds(typeset_letter(letter(), created=NOW).pdf) == 0
    for broken in ("missing.png", "broken.png", "broken.svg"):
        (tmp_path / "broken.png").write_bytes(b"x")
        (tmp_path / "broken.svg").write_bytes(b"x")
        with pytest.raises(PaperError):
            typeset_letter(letter(office=OFFICE | {"crest": tmp_path / broken}), created=NOW)


def _reds(pdf: bytes) -> int:
    with Image.open(BytesIO(page_png(pdf, width=600))) as image:
        colors: list[Any] = image.convert("RGB").getcolors(1 << 24) or []
    return sum(count for count, (red, green, _) in colors if red > 180 and green < 40)


def test_qr_code_that_is_too_long() -> None:
    assert qr_svg("https://example.go.id/periksa/7H3K").startswith("<svg")
    with pytest.raises(PaperError):
        qr_svg("x" * 5000)


def test_every_font_in_the_file_is_ours_and_embedded() -> None:
    with pikepdf.open(BytesIO(typeset_letter(letter(4, code=qr_svg("x")), created=NOW).pdf)) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert all("TeXGyreBonum" in str(font.BaseFont) for font in fonts)
        assert all("/FontFile3" in font.DescendantFonts[0].FontDescriptor for font in fonts)


def test_importing_is_cheap() -> None:
    modules = (
        "paper.letter",
        "paper.copies",
        "paper.preview",
        "paper.qr",
        "signing.signer",
        "signing.sealing",
        "signing.verdict",
    )
    source = "import sys\n" + "".join(f"import services.shared.{module}\n" for module in modules)
    heavy = "{'typst', 'pyhanko', 'cryptography', 'pikepdf', 'pypdfium2', 'PIL', 'segno', 'asn1crypto'}"
    found = subprocess.run(
        [sys.executable, "-c", f"{source}print({heavy} & sys.modules.keys())"], capture_output=True, check=True
    )
    assert found.stdout.strip() == b"set()"
