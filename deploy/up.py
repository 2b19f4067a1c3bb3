"""``python -m deploy.up``: ``sigap up`` alone, as ``make run`` calls it.

This process stays as long as the office: neither another command's libraries nor those of the command line are loaded
with it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from deploy.errors import told
from deploy.local.run import ROOT, run


def main() -> None:
    """The command; what the machine refuses ends with a sentence, as with every other."""
    try:
        given = _given()
        sys.exit(run(given.run_dir, given.port))
    except Exception as error:
        if not (sentence := told(error)):
            raise
        sys.exit(f"sigap: {sentence}")


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser("sigap up", description="Start everything on this machine and stay until Ctrl-C.")
    run_dir = os.environ.get("SIGAP_RUN_DIR") or ROOT / "run"
    parser.add_argument("--run-dir", type=Path, default=run_dir, help="Where data and logs lie.")
    port = os.environ.get("PORT") or None
    parser.add_argument("--port", type=int, default=port, help="Port of the gateway; default 8000.")
    return parser.parse_args()


if __name__ == "__main__":
    main()
