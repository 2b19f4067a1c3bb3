"""``make bench intake``: each part is a file of this folder with a ``run()`` of its own servers."""

from __future__ import annotations

import importlib

from benchmarks.harness import Result

PARTS = ("lists", "upload", "submissions")


def run() -> list[Result]:
    """All parts, one after the other."""
    return [result for part in PARTS for result in importlib.import_module(f"benchmarks.intake.{part}").run()]
