"""The written word keeps its promises: every link in the documentation leads somewhere, every picture is shown."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.journeys import guide_pictures

ROOT = Path(__file__).parents[2]
PAPERS = sorted({ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")})
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_link_leads_somewhere(paper: Path) -> None:
    links = [unquote(link) for link in LINK.findall(paper.read_text())]
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_the_guides_show_every_picture_that_is_kept() -> None:
    assert {picture.stem for picture in guide_pictures.FOLDER.glob("*.png")} == guide_pictures.shown()
