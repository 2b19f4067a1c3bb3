"""The written word keeps its promises: every link in the documentation leads somewhere, every picture is shown."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.journeys import guide_pictures
from tests.support.forms import places

ROOT = Path(__file__).parents[2]
PAPERS = sorted({ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")})
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_link_leads_somewhere(paper: Path) -> None:
    links = [unquote(link) for link in LINK.findall(paper.read_text())]
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_the_guides_show_every_picture_that_is_kept() -> None:
    assert {picture.stem for picture in guide_pictures.FOLDER.glob("*.png")} == guide_pictures.shown()


# ------------------------------------------------------------------------- what the developers' guide names exists

GUIDE = ROOT / "docs" / "developers.md"
CODE = ("services", "deploy", "tests")
PLAIN = {"POST", "python", "CONTRACT", "True", "None"}  # words of no name of ours


def names() -> list[str]:
    """Everything in backticks of the guide's text, its examples of code aside."""
    text = re.sub(r"```.*?```", "", GUIDE.read_text(), flags=re.S)
    return sorted(set(re.findall(r"`([^`\n]+)`", text)))


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Every name that the code defines or gives: modules, classes, functions, variables, parameters, macros, places."""
    found: set[str] = set()
    for path in (path for folder in CODE for path in (ROOT / folder).rglob("*.py")):
        found |= {path.stem, path.parent.name}
        for node in ast.walk(ast.parse(path.read_text())):
            found |= {getattr(node, field) for field in ("name", "id", "attr", "arg") if hasattr(node, field)} - {None}
    macros = (path.read_text() for path in (ROOT / "services").rglob("macros/*.html"))
    found |= {place for folder in (ROOT / "services").iterdir() for place in places(folder.name)}
    return found | {name for text in macros for name in re.findall(r"macro (\w+)", text)}


@pytest.mark.parametrize("name", names())
def test_a_name_in_the_developers_guide_exists(name: str, known: set[str]) -> None:
    """Paths are looked for as they are, or in any service; commands in the Makefile; other words among all names."""
    if name.startswith("make "):
        assert re.search(rf"^{name.removeprefix('make ')}:", (ROOT / "Makefile").read_text(), re.M), name
    elif re.fullmatch(r"[\w./]+\.(py|md|html|toml)|[\w/]+/[\w/]*", name):
        homes = [ROOT, ROOT / "services" / "shared", *(ROOT / "services").iterdir()]
        homes += [home / "templates" for home in homes[1:]]
        assert any((home / name).exists() for home in homes), f"no file or folder {name}"
    else:
        code = re.sub(r"\"[^\"]*\"|<[^>]*>|/\S*|\{[^}]*\}|…", " ", name)  # its texts, addresses and blanks aside
        words = re.findall(r"[A-Za-z_][A-Za-z_0-9]{2,}", code)
        assert [word for word in words if word not in known | PLAIN] == [], name
