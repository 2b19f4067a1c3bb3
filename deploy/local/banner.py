"""What the runner prints when everything is up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

Account = tuple[str, str, str]  # user name, password, role as people call it


def banner(address: str, accounts: Sequence[Account], run: Path, seconds: float, left_to_do: Sequence[str] = ()) -> str:
    """The address, the accounts as a table, what a real office still has to do, and where data and logs lie."""
    lines = ["", f"  Sigap is ready ({seconds:.0f} s):  {address}/", ""]
    if accounts:
        lines += [f"  {row}" for row in table([("user", "password", "role"), *accounts])] + [""]
    if left_to_do:
        lines += ["  Before real complaints come in:", *(f"  - {line}" for line in left_to_do), ""]
    lines += [f"  data  {run}", f"  logs  {run / 'logs'}", "", "  Ctrl-C stops everything; the data stay.", ""]
    return "\n".join(lines)


def table(rows: Sequence[Account]) -> list[str]:
    """Rows in columns as wide as their widest cell, a rule under the first."""
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]
