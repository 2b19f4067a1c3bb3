"""The version that workers tell is the release's."""

from __future__ import annotations

import tomllib
from pathlib import Path

from services.shared.observability.version import VERSION


def test_the_version_is_that_of_the_project_file() -> None:
    assert tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"] == VERSION
