"""Migrations go forward while staff work on (docs/operations/upgrade.md): a release only adds; it takes away later.

A line that must break the rule says why in a comment on it: ``# contract: no release reads it any more``.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SERVICES = Path(__file__).parents[2] / "services"
FIRST = "0001_first.py"
FILES = sorted(file for file in SERVICES.rglob("migrations/0*.py") if file.name != FIRST)
TAKES_AWAY = {"drop_table", "drop_column", "rename_table"}
RENAMES = {"new_column_name"}
WAIVER = "# contract:"


def breaches(source: str) -> list[str]:
    """What in ``upgrade()`` the release before could not live with."""
    lines = source.splitlines()
    tree = ast.parse(source)
    upgrade = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "upgrade")
    found = []
    for call in (node for node in ast.walk(upgrade) if isinstance(node, ast.Call)):
        said = _breach(call)
        text = "\n".join(lines[max(0, call.lineno - 2) : call.end_lineno])
        if said and WAIVER not in text:
            found.append(f"line {call.lineno}: {said}")
    return found


def _breach(call: ast.Call) -> str:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if name in TAKES_AWAY:
        return f"{name}: the release before still uses it"
    if name == "alter_column" and RENAMES & set(given):
        return "renames a column: add a new one, fill it, take the old one away a release later"
    if name == "alter_column" and _is(given.get("nullable"), False):
        return "NOT NULL on a column that the release before leaves empty"
    if name == "add_column":
        column = next((a for a in call.args if isinstance(a, ast.Call)), None)
        options = {keyword.arg: keyword.value for keyword in column.keywords} if column else {}
        if _is(options.get("nullable"), False) and "server_default" not in options:
            return "a new NOT NULL column without server_default: the release before cannot insert"
    return ""


def _is(node: ast.expr | None, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_a_migration_only_adds(file: Path) -> None:
    assert breaches(file.read_text()) == []


@pytest.mark.parametrize(
    "line",
    [
        'op.drop_column("case", "story")',
        'op.drop_table("case")',
        'op.alter_column("case", "story", new_column_name="tale")',
        'op.alter_column("case", "story", nullable=False)',
        'op.add_column("case", sa.Column("rank", sa.String(), nullable=False))',
    ],
)
def test_the_rule_sees_what_breaks_it(line: str) -> None:
    assert breaches(f"def upgrade():\n    {line}\n")
    assert not breaches(f"def upgrade():\n    {line}  # contract: no release reads it any more\n")


def test_adding_is_free() -> None:
    assert not breaches(
        'def upgrade():\n    op.add_column("c", sa.Column("r", sa.String(), nullable=False, server_default=""))\n'
        '    op.create_table("t")\n'
    )
