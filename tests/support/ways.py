"""The same office with another way of numbering or signing: its own office.toml and settings, the same servers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from deploy.setup import OFFICE_FILE
from tests.support.office import TestOffice


def office_file(folder: Path, **changes: str) -> Path:
    """An office.toml in ``folder`` with other values; ``signing='"wet"'`` replaces that line's value."""
    text = OFFICE_FILE.read_text()
    for name, value in changes.items():
        text, count = re.subn(rf"(?m)^(# )?{name} = .*$", f"{name} = {value}", text)
        assert count == 1, name
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "office.toml"
    file.write_text(text)
    return file


def other_office(
    office: TestOffice, folder: Path, settings: dict[str, Any] | None = None, **changes: str
) -> TestOffice:
    """An office on the same servers that works by other settings."""
    update = {"office_file": office_file(folder, **changes), **(settings or {})}
    return TestOffice(
        {name: values.model_copy(update=update) for name, values in office.settings.items()}, office.entrance
    )
