"""``make bench review``: pages as the history grows, and whole cases a second. About ten minutes on two cores.

``BENCH_CASES`` (sizes), ``BENCH_REQUESTS`` and ``BENCH_WHOLE_CASES`` make it smaller.
"""

from __future__ import annotations

from benchmarks.harness import Result
from benchmarks.review.growth import run_growth
from benchmarks.review.throughput import run_throughput


def run() -> list[Result]:
    """Measure everything."""
    return [*run_growth(), *run_throughput()]
