"""``make demo-year``: plays a year of an office through its public ways and packs it for the demonstration."""

from __future__ import annotations

import logging
import sys
from datetime import timedelta
from pathlib import Path

from deploy.demo.year import SHIPPED
from services.shared.calendar import clock
from services.shared.config import zone
from tests.demo.cases import cases
from tests.demo.making import make

DAYS = 375  # of the year and the two weeks in which its last cases come to their end
SET_UP = timedelta(days=10)  # before the first case


def main() -> int:
    """Play it, pack it; the number of cases that the office refused says whether it is good."""
    logging.disable(logging.INFO)
    zone.keep("Asia/Makassar")
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED
    last = clock.today() - timedelta(days=1)
    first = last - timedelta(days=DAYS)
    failed = make(file, first, last, cases(first + SET_UP))
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB; {len(failed)} cases failed.")
    return len(failed)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
