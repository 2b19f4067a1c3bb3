"""What is walked whole before a release, and by a sample in every run."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

WHOLE = bool(os.environ.get("FUZZ_EXAMPLES"))  # `make release-test`


TODAY = datetime.now(UTC).toordinal()


def in_turn(rows: Sequence[tuple[Any, ...]], days: int) -> list[Any]:
    """Parameters of a test: each day another part of them, so that in so many days every row is tried; else release."""
    return [
        row if number % days == TODAY % days else pytest.param(*row, marks=pytest.mark.release)
        for number, row in enumerate(rows)
    ]


def sampled(values: Iterable[Any], sample: Collection[Any]) -> list[Any]:
    """Parameters of a test: those of the sample always, the others before a release alone."""
    return [value if value in sample else pytest.param(value, marks=pytest.mark.release) for value in values]
