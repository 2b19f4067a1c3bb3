"""Where each step is, the developers' guide says: what it names is there, and whatever is there it names."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from services.handoffs.contract import SERVICES
from services.intake.states import MOVES as INTAKE
from services.letters.states import MOVES as LETTERS
from services.registry.states import MOVES as REGISTRY
from services.review.states import MOVES as REVIEW
from services.shared.verbs import Verb
from tests.support.forms import places

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "developers.md").read_text()
FOLDERS = ("actions", "verbs")


def table(first: str) -> list[list[str]]:
    """The rows of the guide's table whose first heading is this: the words of each cell."""
    lines = GUIDE[GUIDE.index(f"| {first} |") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def words(cell: str) -> list[str]:
    return [word for word in re.split(r"[,\s`]+", cell) if word]


STEPS = table("step")
BESIDE = {service: [word for row in table("of no step") for word in words(row[n + 1])]
          for n, service in enumerate(("intake", "review", "letters", "registry"))}  # fmt: skip


def stems(service: str, folder: str) -> set[str]:
    """The files and rooms of a service's folder."""
    inside = (ROOT / "services" / service / folder).iterdir()
    return {path.stem for path in inside if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__"}


@pytest.mark.parametrize("row", STEPS, ids=[row[0] for row in STEPS])
def test_what_is_named_at_a_step_is_there(row: list[str]) -> None:
    _, service, actions, verbs, pages, papers = row
    home = ROOT / "services" / service
    assert [page for page in words(pages) if not (home / "templates" / page).exists()] == []
    if actions.startswith("`"):
        assert (ROOT / actions.strip("`")).is_dir()
        return
    for folder, cell in (("actions", actions), ("verbs", verbs), ("papers", papers)):
        assert set(words(cell)) <= stems(service, folder), folder


@pytest.mark.parametrize("row", STEPS, ids=[row[0] for row in STEPS])
def test_the_rows_of_a_step_do_what_stands_beside_them(row: list[str]) -> None:
    _, service, _, verbs, *_ = row
    for name in words(verbs):
        beside = {word for step in STEPS if step[1] == service and name in words(step[3]) for word in words(step[2])}
        tables = (value for value in vars(import_module(f"services.{service}.verbs.{name}")).values())
        rows = [line for each in tables if isinstance(each, tuple) for line in each if isinstance(line, Verb)]
        assert rows
        assert {line.action.__module__.split(".")[3] for line in rows} <= beside, name


@pytest.mark.parametrize("service", SERVICES)
def test_no_file_of_an_action_or_a_row_is_left_out(service: str) -> None:
    """A new file belongs into the table of steps, or among what is of no step."""
    there = stems(service, "actions") | stems(service, "verbs")
    named = [word for row in STEPS if row[1] == service and "/" not in row[2] for word in words(row[2]) + words(row[3])]
    assert there == set(named) | set(BESIDE[service])
    assert set(named) & set(BESIDE[service]) == set()


def test_every_step_of_every_move_has_its_line() -> None:
    told = {word for row in STEPS for word in re.findall(r"\d+[a-e]?", row[0])}
    told |= {word.rstrip("abcde") for word in told}
    moved = {move.step for moves in (INTAKE, REVIEW, LETTERS, REGISTRY) for move in moves} - {"-"}
    assert moved <= told
    assert {str(step) for step in range(1, 19)} <= told


def test_every_place_of_a_page_is_named() -> None:
    line = GUIDE[GUIDE.index("**Where its form stands.**") :].split("Without `at`")[0]
    there = {place for service in (*SERVICES, "shared") for place in places(service)}
    assert set(re.findall(r"`(\w+)`", line)) == there
