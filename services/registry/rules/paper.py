"""Where the paper of a case lies, in words. Pure."""

from __future__ import annotations

from typing import Any

from services.shared.errors import RuleBroken


def place(paper: Any) -> str:
    """The place as lists say it: ``map A-12, boks 3, rak 2``."""
    parts = (("map", paper.folder), ("boks", paper.box), ("rak", paper.shelf))
    return ", ".join(f"{name} {value}" for name, value in parts if value)


def check_place(folder: str, box: str, shelf: str) -> None:
    """A place has at least one of the three; raises RuleBroken."""
    if not (folder or box or shelf):
        raise RuleBroken.at("folder", "Isi map, boks, atau rak: paling sedikit satu.")
