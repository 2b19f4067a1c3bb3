"""The installation's own secrets, as the set-up keeps them in the run folder: a file that only its owner reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.shared.storage import private_file


def file_in(run: Path) -> Path:
    """Where they lie."""
    return run / "secrets" / "application.json"


def read(file: Path) -> dict[str, Any]:
    """All of them; raises OSError where there is no installation, ValueError where the file was damaged."""
    return dict(json.loads(file.read_text()))


def known(run: Path) -> dict[str, Any]:
    """All of them; none where nothing is set up yet."""
    file = file_in(run)
    return read(file) if file.exists() else {}


def of_roles(kept: Mapping[str, Any]) -> dict[str, str]:
    """The passwords of all database roles: the services' and, since there are such, those of processes with less."""
    return {**kept["database"], **kept.get("lesser_roles", {})}


def write(file: Path, values: Mapping[str, Any]) -> None:
    """Write all of them; the folder is made where it is missing."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    private_file.write(file, json.dumps(values, indent=1))
