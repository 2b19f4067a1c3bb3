"""The guide's own commands: what a test types stands in docs/operations, word for word."""

from __future__ import annotations

from collections.abc import Mapping

from tests.installs.release import ROOT

GUIDE = ROOT / "docs" / "operations"


def guide(page: str, command: str, own: Mapping[str, str] | None = None) -> str:
    """A command as the page has it, with ``own`` words in place of the page's examples."""
    assert command in (GUIDE / page).read_text(), f"docs/operations/{page} does not say `{command}`"
    for word, mine in (own or {}).items():
        assert word in command, word
        command = command.replace(word, mine)
    return command
