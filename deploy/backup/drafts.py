"""Files of a backup that are whole or not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def draft_of(file: Path) -> Iterator[Path]:
    """A draft beside a file, which takes its place once it is written."""
    draft = file.with_name(f"{file.name}.part")
    try:
        yield draft
    except BaseException:  # nothing is left that only takes room
        draft.unlink(missing_ok=True)
        raise
    draft.replace(file)
