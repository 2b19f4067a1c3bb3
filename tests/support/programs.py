"""Programs of Debian that some tests need: a missing one is said loudly and skips the test; in CI it fails."""

from __future__ import annotations

import os
import shutil
import warnings

import pytest


def debian_program(name: str, package: str) -> str:
    """The path of a program; skips the present test where it is not installed."""
    path = shutil.which(name)
    if path is None:
        message = f"SKIPPED: no {name} on this machine (apt-get install {package})"
        if os.environ.get("CI"):
            pytest.fail(message)
        warnings.warn(message, stacklevel=2)
        pytest.skip(message)
    return path
