"""A program for ``test_preloaded.py``: says what it was given, has a child where it is told to, and stays."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Its arguments are words to say; ``child`` has it fork."""
    if "child" in sys.argv and os.fork() == 0:
        signal.pause()
    print(os.environ["WORD"], os.getcwd(), os.nice(0), *sys.argv[1:], flush=True)
    signal.pause()
