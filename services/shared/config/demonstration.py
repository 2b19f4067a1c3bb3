"""What of an office's facts is still the demonstration's: for ``sigap office check``, and for the page of the facts."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from services.shared.config.office import Office

SHIPPED = Path(__file__).parents[3] / "deploy" / "office.toml"
INVENTED = ("Contoh", "example.", "000-000")  # how the demonstration marks what is made up
SIGNING = "letters.signer"


def kept(found: Office) -> list[str]:
    """The entries that a real office has not replaced: its name and address, invented people, telephone and mail.

    How it signs is a choice of its own: until the file says so, it signs as the demonstration does.
    """
    shipped = _shipped()
    same = [name for name in ("name", "address", "region_code") if getattr(found.office, name) == shipped.get(name)]
    invented = [name for name in ("phone", "email", "website") if is_invented(getattr(found.office, name))]
    people = [f"officials.{one.role}" for one in found.officials if is_invented(one.name)]
    way = [] if found.letters.way_is_chosen else [SIGNING]
    return [*(f"office.{name}" for name in (*same, *invented)), *way, *people]


def is_invented(value: str) -> bool:
    """Whether a value bears the mark of what was made up."""
    return any(mark in value for mark in INVENTED)


@cache
def _shipped() -> dict[str, Any]:
    """The shipped office; empty where its file is not installed."""
    if not SHIPPED.is_file():
        return {}
    found: dict[str, Any] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["office"]
    return found
