"""The installation's own secrets, as the set-up keeps them in the run folder: a file that only its owner reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def file_in(run: Path) -> Path:
    """Where they lie."""
    return run / "secrets" / "application.json"


def read(file: Path) -> dict[str, Any]:
    """All of them; raises OSError where there is no installation, ValueError where the file was damaged."""
    return dict(json.loads(file.read_text()))


def write(file: Path, values: Mapping[str, Any]) -> None:
    """Whole or not at all."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = file.with_suffix(".part")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(values, indent=1))
    partial.replace(file)
