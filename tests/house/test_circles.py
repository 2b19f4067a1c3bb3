"""No file imports in a circle, and no room (a folder or file right below a service) either; also not in functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("intake", "review", "letters", "registry", "shared", "handoffs")
Graph = Mapping[str, set[str]]


@cache
def modules() -> dict[str, Path]:
    """Every module of the services by its dotted name."""
    paths = [path for path in (ROOT / "services").rglob("*.py") if "migrations" not in path.parts]
    dotted = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}
    return {name.removesuffix(".__init__"): path for name, path in dotted.items()}


@cache
def files() -> dict[str, set[str]]:
    """Which module imports which."""
    return {name: {other for other in imported(path) if other != name} for name, path in modules().items()}


def imported(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, wherever in it; what only the type checker sees does not count."""
    tree = ast.parse(path.read_text())
    for_types = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)]
    left_out = {id(node) for block in for_types for node in ast.walk(block)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in left_out:
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in modules() else node.module for name in full if node.module in modules())
        elif isinstance(node, ast.Import) and id(node) not in left_out:
            yield from (alias.name for alias in node.names if alias.name in modules())


def room(module: str) -> str:
    """``services.intake.pages.form`` lies in ``services.intake.pages``."""
    return ".".join(module.split(".")[:3])


def rooms(part: str) -> dict[str, set[str]]:
    """Which room of a service imports which other."""
    within = {name: found for name, found in files().items() if name.startswith(f"services.{part}.")}
    graph: dict[str, set[str]] = {room(name): set() for name in within}
    for name, found in within.items():
        graph[room(name)] |= {room(other) for other in found if other in within} - {room(name)}
    return graph


def circles(graph: Graph) -> set[tuple[str, ...]]:
    """The groups of nodes that lead to each other."""
    reached = {node: _reached(graph, node) for node in graph}
    mutual = {node: tuple(sorted(other for other in reached[node] if node in reached[other])) for node in graph}
    return {group for node, group in mutual.items() if node in group}


def _reached(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    frontier = [start]
    while frontier:
        new = graph[frontier.pop()] - found
        found |= new
        frontier += new
    return found


def test_the_search_finds_circles_and_nothing_else() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": set()}
    assert circles(graph) == {("a", "b", "c")}
    assert len(files()) > 300
    assert "services.shared.web.verbs" in files()["services.shared.notices.pages"]


def test_no_file_imports_in_a_circle() -> None:
    assert circles(files()) == set()


@pytest.mark.parametrize("part", PARTS)
def test_no_room_imports_in_a_circle(part: str) -> None:
    assert circles(rooms(part)) == set()
