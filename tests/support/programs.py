"""Programs of Debian that some tests need: a missing one is said loudly and skips the test; in CI it fails."""

from __future__ import annotations

import ctypes
import os
import shutil
import warnings
from typing import NoReturn

import pytest

SHELL = "chromium-headless-shell"  # as a program and as a package


def debian_program(name: str, package: str) -> str:
    """The path of a program; skips the present test where it is not installed."""
    path = shutil.which(name)
    if path is None:
        _missing(name, package)
    return path


def chromium() -> str:
    """Debian's Chromium; the one without a window where it is installed, at half the processor time."""
    return shutil.which(SHELL) or debian_program("chromium", SHELL)


def debian_library(name: str, package: str) -> None:
    """Skips the present test where a shared library that a program needs is not installed."""
    try:
        ctypes.CDLL(name)
    except OSError:
        _missing(name, package)


def _missing(name: str, package: str) -> NoReturn:
    message = f"SKIPPED: no {name} on this machine (apt-get install {package})"
    if os.environ.get("CI"):
        pytest.fail(message)
    warnings.warn(message, stacklevel=3)
    pytest.skip(message)
