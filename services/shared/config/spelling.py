"""What somebody may have meant who misspelt a name in the office's file."""

from __future__ import annotations

import difflib
from collections.abc import Collection


def nearest(name: str, known: Collection[str]) -> str:
    """`` (did you mean …?)`` for a misspelt name, or nothing."""
    found = difflib.get_close_matches(name, known, 1)
    return f" (did you mean {found[0]}?)" if found else ""
