"""``python -m deploy.demo --url http://127.0.0.1:8000``: plays the twelve stories; prints each case's number."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from deploy.demo.others import others
from deploy.demo.play import play
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES, Story


def main() -> int:
    """Play the stories that were not played before; returns the number of those that failed."""
    parser = argparse.ArgumentParser(description="Play the demonstration stories through the public API.")
    parser.add_argument("--url", required=True, help="the office's address")
    parser.add_argument("--only", help="one story, such as K03")
    parser.add_argument("--played", type=Path, help="a file that remembers the stories played to their end")
    options = parser.parse_args()
    staff, played = Staff(options.url), _played(options.played) if options.played else ()
    wanted = [story for story in STORIES if options.only in {None, story.case["id"]} and story.case["id"] not in played]
    if not options.only:
        _book_others(staff)
    return sum(not _play(staff, story, options.played) for story in wanted)


def _play(staff: Staff, story: Story, memory: Path | None) -> bool:
    """Play one story and remember it; False where the office refused a step."""
    started = time.monotonic()
    try:
        case_no = play(staff, story)
    except Exception as error:
        print(f"{story.case['id']} failed: {error}", file=sys.stderr, flush=True)
        return False
    print(f"{story.case['id']} {case_no} {story.case['cabang']:<24} {time.monotonic() - started:5.1f} s", flush=True)
    if memory:
        with memory.open("a") as file:
            file.write(f"{story.case['id']} {case_no}\n")
    return True


def _book_others(staff: Staff) -> None:
    """Other letters of the office; an office that refuses them still plays its stories."""
    try:
        for body in others():
            staff.registrar.post("/registry/api/agenda/book-letter", body)
    except Exception as error:
        print(f"the office's other letters: {error}", file=sys.stderr, flush=True)


def _played(memory: Path) -> set[str]:
    return {line.split()[0] for line in memory.read_text().splitlines() if line} if memory.exists() else set()


if __name__ == "__main__":
    sys.exit(min(main(), 1))
