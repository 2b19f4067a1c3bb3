"""Decisions: each has a number of its own and its line in the list."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"


def test_each_decision_is_in_the_list_once() -> None:
    listed = (FOLDER / "README.md").read_text()
    files = sorted(path.name for path in FOLDER.glob("0*.md"))
    assert {name: listed.count(f"({name})") for name in files} == dict.fromkeys(files, 1)
    assert len({name[:4] for name in files}) == len(files)
