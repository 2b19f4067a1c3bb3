"""What is walked whole before a release, and by a sample in every run."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from typing import Any

import pytest

WHOLE = bool(os.environ.get("FUZZ_EXAMPLES"))  # `make release-test`


def sampled(values: Iterable[Any], sample: Collection[Any]) -> list[Any]:
    """Parameters of a test: those of the sample always, the others before a release alone."""
    return [value if value in sample else pytest.param(value, marks=pytest.mark.release) for value in values]
