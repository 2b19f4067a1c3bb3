"""``python -m deploy.demo --url http://127.0.0.1:8000``: plays the stories; prints each case's number."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import httpx

from deploy.demo.client import ApiError
from deploy.demo.others import others
from deploy.demo.play import play
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES, Story
from deploy.demo.tidy import tidy


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Play the demonstration stories through the public API.")
    parser.add_argument("--url", required=True, help="the office's address")
    parser.add_argument("--only", help="one story, such as K03")
    parser.add_argument("--played", type=Path, help="a file that remembers the stories played to their end")
    return parser.parse_args()


def main() -> int:
    """Play the stories that were not played before; returns the number of those that failed."""
    options = _options()
    staff, played = Staff(options.url), _played(options.played) if options.played else ()
    wanted = [story for story in STORIES if options.only in {None, story.id} and story.id not in played]
    failed = sum(not _play(staff, story, options.played) for story in wanted)
    if options.only:
        return failed
    if options.played:
        tidy(staff, _cases(options.played))
    return failed + (0 if _book_others(staff) else 1)


def _play(staff: Staff, story: Story, memory: Path | None) -> bool:
    """Play one story and remember it; False where the office refused a step."""
    started = time.monotonic()
    try:
        case_no = play(staff, story)
    except Exception as error:
        print(f"{story.id} failed: {error}", file=sys.stderr, flush=True)
        return False
    print(f"{story.id} {case_no} {story.case['cabang']:<24} {time.monotonic() - started:5.1f} s", flush=True)
    if memory:
        with memory.open("a") as file:
            file.write(f"{story.id} {case_no}\n")
    return True


def _book_others(staff: Staff) -> bool:
    """Other letters of the office, after the stories; each that is refused is named, and False says that one was."""
    refused = 0
    for body in others():
        try:
            staff.registrar.post("/registry/api/agenda/book-letter", body)
        except (ApiError, httpx.HTTPError) as error:
            print(f"{body['subject']} was not booked: {error}", file=sys.stderr, flush=True)
            refused += 1
    return not refused


def _cases(memory: Path) -> list[str]:
    """The numbers of the cases that were played."""
    return [line.split()[1] for line in memory.read_text().splitlines() if line] if memory.exists() else []


def _played(memory: Path) -> set[str]:
    return {line.split()[0] for line in memory.read_text().splitlines() if line} if memory.exists() else set()


if __name__ == "__main__":
    sys.exit(min(main(), 1))
