"""What is walked whole before a release, and by a sample in every run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar
from zlib import crc32

import pytest

WHOLE = bool(os.environ.get("FUZZ_EXAMPLES"))  # `make release-test`

TODAY = int(os.environ.get("SIGAP_TEST_DAY") or datetime.now(UTC).toordinal())  # the turn of another day, asked for
Value = TypeVar("Value")


def mark_turns(items: Iterable[pytest.Item]) -> None:
    """Of a test with ``pytest.mark.turns(DAYS)`` each row comes once in so many days, and before a release.

    For what walks all of something, or proves a second time what a shorter test does, and takes long.
    """
    rows: Counter[str] = Counter()
    for item in items:
        if marker := item.get_closest_marker("turns"):
            (days,), test = marker.args, item.nodeid.partition("[")[0]
            if (crc32(test.encode()) + rows[test]) % days != TODAY % days:
                item.add_marker("release")
            rows[test] += 1


def todays(values: Iterable[Value], days: int, beside: int = 0) -> list[Value]:
    """Those of a walk whose turn it is today, in so many days each; all before a release.

    ``beside``: the number of what they are tried with, so that each day other ones meet it.
    """
    return [value for number, value in enumerate(values, beside) if WHOLE or number % days == TODAY % days]


def sampled(values: Iterable[Any], sample: Collection[Any]) -> list[Any]:
    """Parameters of a test: those of the sample always, the others before a release alone."""
    return [value if value in sample else pytest.param(value, marks=pytest.mark.release) for value in values]
