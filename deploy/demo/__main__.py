"""``python -m deploy.demo --url http://127.0.0.1:8000``: plays the twelve stories; prints each case's number."""

from __future__ import annotations

import argparse
import sys
import time

from deploy.demo.play import play
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES


def main() -> int:
    """Play all stories; returns the number of those that failed."""
    parser = argparse.ArgumentParser(description="Play the demonstration stories through the public API.")
    parser.add_argument("--url", required=True, help="the office's address")
    parser.add_argument("--only", help="one story, such as K03")
    options = parser.parse_args()
    staff = Staff(options.url)
    failed = 0
    for story in STORIES:
        if options.only and story.case["id"] != options.only:
            continue
        started = time.monotonic()
        try:
            case_no = play(staff, story)
            print(f"{story.case['id']} {case_no} {story.case['cabang']:<24} {time.monotonic() - started:5.1f} s")
        except Exception as error:
            failed += 1
            print(f"{story.case['id']} failed: {error}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(min(main(), 1))
