"""``make chaos [N=10000] [SEED=1]``: handoffs under fire; exit code 1 unless all is well."""

from __future__ import annotations

import argparse
import sys

from tests.faults.chaos.run import Plan, chaos


def main() -> int:
    """Run chaos as asked on the command line and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=10_000, help="handoffs to make")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3600, help="stop making new ones after this")
    parser.add_argument("--settle", type=float, default=180, help="how long it may take to settle")
    options = parser.parse_args()
    outcome = chaos(Plan(handoffs=options.n, seed=options.seed, seconds=options.seconds, settle_seconds=options.settle))
    print(outcome.text())
    return 0 if outcome.well else 1


if __name__ == "__main__":
    sys.exit(main())
