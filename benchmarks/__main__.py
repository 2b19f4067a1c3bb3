"""``make bench [NAME …]``: runs the named benchmarks, or all. Results: ``benchmarks/results/latest.jsonl``."""

from __future__ import annotations

import importlib
import sys

from benchmarks.harness import RESULTS, report

NAMES = ("handoffs", "intake", "review", "letters", "registry", "load", "weight")


def main(wanted: list[str]) -> int:
    """Run benchmarks by name; returns 2 for an unknown name."""
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"unknown benchmark {', '.join(unknown)}; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    RESULTS.unlink(missing_ok=True)
    for name in wanted or NAMES:
        report(importlib.import_module(f"benchmarks.{name}.run").run())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
