"""Every library that the project file pins is used: code of ours imports it, or a command of ours runs it."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PRODUCT, ALL = ("services", "deploy"), ("services", "deploy", "tests", "benchmarks")
COMMANDS = ("Makefile", ".ci/run", ".ci/containers", "deploy/containers/Dockerfile")  # beside the code
# Plugins, which pytest loads by itself: the option or the fixture by which we use one.
PLUGINS = {"pytest-xdist": "-m pytest -n ", "pytest-playwright": "def browser_type_launch_args("}
PINNED = [
    *((pin, PRODUCT) for pin in PROJECT["project"]["dependencies"]),
    *((pin, ALL) for group in PROJECT["dependency-groups"].values() for pin in group if isinstance(pin, str)),
]


@cache
def sources(folders: tuple[str, ...]) -> dict[Path, str]:
    """The Python files below these folders, and what stands in them; not this one."""
    files = (file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    return {file: file.read_text() for file in files if file != Path(__file__)}


@cache
def imported(folders: tuple[str, ...]) -> frozenset[str]:
    """Every module that is imported, as ``opentelemetry.sdk.trace``; with its names, for they may be modules."""
    found: set[str] = set()
    for text in sources(folders).values():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def modules(name: str) -> set[str]:
    """The modules that a library brings, by its list of files."""
    files = [file for file in distribution(name).files or () if file.suffix in {".py", ".so", ".pyi"}]
    dotted = {".".join([*file.parts[:-1], file.name.split(".")[0]]) for file in files}
    return {module.removesuffix(".__init__") for module in dotted}


@cache
def written(folders: tuple[str, ...]) -> str:
    """All of our commands and sources."""
    return "\n".join([*((ROOT / file).read_text() for file in COMMANDS), *sources(folders).values()])


def runs(name: str, folders: tuple[str, ...]) -> bool:
    """Whether a command of ours names a program of the library, or a test uses what this plugin brings."""
    words = written(folders)
    if name in PLUGINS:
        return PLUGINS[name] in words
    about = distribution(name)
    programs = {entry.name for entry in about.entry_points if entry.group == "console_scripts"}
    programs |= {Path(file).name for file in about.files or () if "bin" in Path(file).parts}
    return any(re.search(rf"(?<![\w-]){re.escape(program)}(?![\w-])", words) for program in programs)


@pytest.mark.parametrize(("pin", "folders"), PINNED, ids=[pin for pin, _ in PINNED])
def test_a_pinned_library_is_used(pin: str, folders: tuple[str, ...]) -> None:
    name = re.split(r"[\[=]", pin)[0]
    assert modules(name) & imported(folders) or runs(name, folders), f"nothing of ours uses {name}"
