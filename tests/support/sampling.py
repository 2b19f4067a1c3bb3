"""What is walked whole before a release, and by a sample in every run."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

WHOLE = bool(os.environ.get("FUZZ_EXAMPLES"))  # `make release-test`

TODAY = int(os.environ.get("SIGAP_TEST_DAY") or datetime.now(UTC).toordinal())  # the turn of another day, asked for
Value = TypeVar("Value")


def in_turn(rows: Sequence[Any], days: int) -> list[Any]:
    """Parameters of a test: each day another part of them, so that in so many days every row is tried; else release.

    A row is a tuple where a test takes several parameters.
    """
    return [
        row
        if number % days == TODAY % days
        else pytest.param(*(row if isinstance(row, tuple) else [row]), marks=pytest.mark.release)
        for number, row in enumerate(rows)
    ]


def todays(values: Iterable[Value], days: int, beside: int = 0) -> list[Value]:
    """Those of a walk whose turn it is today, in so many days each; all before a release.

    ``beside``: the number of what they are tried with, so that each day other ones meet it.
    """
    return [value for number, value in enumerate(values, beside) if WHOLE or number % days == TODAY % days]


def sampled(values: Iterable[Any], sample: Collection[Any]) -> list[Any]:
    """Parameters of a test: those of the sample always, the others before a release alone."""
    return [value if value in sample else pytest.param(value, marks=pytest.mark.release) for value in values]
