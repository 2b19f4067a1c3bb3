"""A letter that was brought to the desk: its small picture shows what stands in its fields, number and seal too."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from services.shared.files.media.papers import open_paper
from services.shared.files.media.render import render
from services.shared.paper.preview import opened
from tests.shared.signing.conftest import chain, keys  # noqa: F401 -- fixtures: a sealed letter
from tests.shared.signing.stages import Chain


def ink(picture: Image.Image) -> int:
    """How many pixels are not paper."""
    return sum(picture.convert("L").point(lambda value: 255 * (value < 200)).histogram()[255:])


@pytest.fixture
def sealed(chain: Chain, tmp_path: Path) -> Path:  # noqa: F811 -- the fixture
    (tmp_path / "surat.pdf").write_bytes(chain.sealed)
    return tmp_path / "surat.pdf"


def test_the_desks_picture_of_a_letter_shows_number_and_seal(sealed: Path) -> None:
    """It is the picture that a reader of the letter sees; without the fields both were missing."""
    (drawn,), facts = open_paper(str(sealed))
    assert facts == {"pages": 1}
    with opened(sealed.read_bytes()) as document:
        scale = drawn.height / document[0].get_height()
        bare = document[0].render(scale=scale, may_draw_forms=False).to_pil()
        whole = document[0].render(scale=scale, may_draw_forms=True).to_pil()
    assert ink(whole) > ink(bare)
    assert ImageChops.difference(drawn.convert("RGB"), whole.convert("RGB")).getbbox() is None


def test_damaged_papers_give_no_picture_and_no_error(tmp_path: Path, sealed: Path) -> None:
    whole = sealed.read_bytes()
    for number, data in enumerate((b"%PDF-1.7\n", whole[: len(whole) // 2], whole.replace(b"/AcroForm", b"/AcroFrom"))):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(data)
        answer = render(str(file), "application/pdf")
        assert set(answer) == {"pictures", "facts"}


def test_the_thumbnail_is_one_too(sealed: Path) -> None:
    import base64

    pictures = render(str(sealed), "application/pdf")["pictures"]
    with Image.open(io.BytesIO(base64.b64decode(pictures["thumb"]))) as thumb:
        assert max(thumb.size) == 320
