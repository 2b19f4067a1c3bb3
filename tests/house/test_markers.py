"""Nothing in the tree says of itself that it is unfinished."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Put together here, so that this file does not find itself.
WORDS = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "TB" + "D", "WI" + "P")
PHRASES = ("lorem" + " ipsum", "not" + " implemented yet", "coming" + " soon", "raise Not" + "ImplementedError")
MARKER = re.compile(rf"\b({'|'.join(WORDS)})\b|(?i:{'|'.join(PHRASES)})")
NOT_OURS = ("uv.lock", "services/shared/static/vendor/")


def unfinished(text: str) -> list[str]:
    """The lines of a text that say so."""
    return [line.strip() for line in text.splitlines() if MARKER.search(line)]


def test_no_file_is_marked_as_unfinished() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [name for name in listed.split("\0") if name and not name.startswith(NOT_OURS)]
    assert len(files) > 500
    found = {}
    for name in files:
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in data and (lines := unfinished(data.decode())):
            found[name] = lines
    assert not found


def test_the_words_are_found() -> None:
    lines = [f"# {word}: later" for word in WORDS] + list(PHRASES)
    assert unfinished("\n".join(lines)) == lines
    assert not unfinished("todo list of the desk; the wiped broker; xxx")
