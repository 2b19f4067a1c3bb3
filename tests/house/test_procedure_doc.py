"""The office's own text, sentence by sentence, in docs/procedure.md: no word is lost, and whatever serves it exists."""

from __future__ import annotations

import ast
import hashlib
import re
from functools import cache
from importlib import import_module
from pathlib import Path

from flask import Flask

from services.handoffs.contract import SERVICES
from services.intake.survey.pages import pages as survey
from services.intake.tracking.pages import pages as tracking
from services.shared.verbs import Verb

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "procedure.md").read_text(encoding="utf-8")
SAID = "e2c915f1d4c4f04eb57546d79cd953af8115213cca217f9fac57ecf5bc8b8a44"  # SHA-256 of the office's words
REQUIREMENTS = ["P1", "P2", "P3", "P4", "P4a", "P4b", "P4c"]
PARTS = {"8": "abc", "10": "abc", "12": "abcd", "16": "abcde"}
STEPS = [step + part for step in map(str, range(1, 19)) for part in ("", *PARTS.get(step, ""))]
ELSEWHERE = {"uploads"}  # a blueprint of no page, which needs a running service
Row = list[str]


def rows() -> list[Row]:
    """The lines of both tables: step, sentence, what serves it, what is left."""
    lines = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith("| step |")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]


ROWS = rows()


def named(row: Row, kind: str) -> list[tuple[str, str]]:
    """The pages or papers of a sentence: title, and address or file."""
    return re.findall(kind + r" \*([^*]+)\* `([^`]+)`", row[2])


def done_by(row: Row) -> list[tuple[str, str]]:
    """The verbs of a sentence: service and name."""
    return re.findall(r"`(\w+)\.(\w+)`", row[2])


@cache
def addresses(service: str) -> frozenset[str]:
    """The addresses of a service's pages, as its application has them."""
    app = Flask(service, static_folder=None)
    home = import_module(f"services.{service}.pages")
    found = [*getattr(home, "PAGES", ()), *([home.pages] if hasattr(home, "pages") else [])]
    for blueprint in (*found, *((survey, tracking) if service == "intake" else ())):
        if blueprint.name not in ELSEWHERE:
            app.register_blueprint(blueprint, url_prefix=f"/{service}")
    return frozenset(rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))


@cache
def words(service: str) -> str:
    """Whatever the pages of a service may show as a title: its templates, and the words of its verbs."""
    home = ROOT / "services" / service
    files = [*(home / "templates").rglob("*.html"), *(home / "verbs").rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@cache
def verbs(service: str) -> frozenset[str]:
    table = import_module(f"services.{service}.verbs").VERBS
    return frozenset(row.name for row in table if isinstance(row, Verb))


@cache
def functions(path: str) -> frozenset[str]:
    """The tests of a file below ``tests/``; none where there is no such file."""
    file = ROOT / "tests" / path
    tree = ast.parse(file.read_text(encoding="utf-8") if file.is_file() else "")
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def spoken(found: list[Row]) -> str:
    return " ".join(row[1] for row in found)


def test_no_word_of_the_offices_text_is_lost_or_changed() -> None:
    assert hashlib.sha256(spoken(ROWS).encode()).hexdigest() == SAID


def test_every_step_and_letter_is_there_in_order() -> None:
    steps = [row[0] for row in ROWS]
    assert list(dict.fromkeys(steps)) == REQUIREMENTS + STEPS
    assert sorted(steps, key=(REQUIREMENTS + STEPS).index) == steps


def test_step_9_is_step_8_printed_twice() -> None:
    again = re.sub(r"(?<= )[abc]\. ", "", spoken([row for row in ROWS if row[0] == "9"]))
    assert again == spoken([row for row in ROWS if row[0].rstrip("abc") == "8"])


def test_every_sentence_has_a_page_a_verb_a_paper_and_a_test() -> None:
    assert {len(row) for row in ROWS} == {4}
    served = [(named(row, "page"), done_by(row), named(row, "paper"), "test `" in row[2], row[3]) for row in ROWS]
    assert [row[:2] for row, each in zip(ROWS, served, strict=True) if not all(each)] == []


def test_every_page_is_one_and_shows_its_title() -> None:
    found = {one for row in ROWS for one in named(row, "page")}
    assert len(found) > 30
    assert {address for _, address in found if address not in addresses(address.split("/")[1])} == set()
    assert {title for title, address in found if title not in words(address.split("/")[1])} == set()


def test_every_verb_is_a_row() -> None:
    found = {one for row in ROWS for one in done_by(row)}
    assert {service for service, _ in found} == set(SERVICES)
    assert {(service, name) for service, name in found if name not in verbs(service)} == set()


def test_every_paper_is_made_under_its_title() -> None:
    found = {one for row in ROWS for one in named(row, "paper")}
    assert len(found) > 15
    texts = {name: (ROOT / "services" / name).read_text(encoding="utf-8").casefold() for _, name in found}
    assert {(title, name) for title, name in found if title.casefold() not in texts[name]} == set()


def test_every_test_exists() -> None:
    found = re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT)
    assert len(found) == TEXT.count("::") > 100
    assert [f"{path}::{name}" for path, name in found if name not in functions(path)] == []
