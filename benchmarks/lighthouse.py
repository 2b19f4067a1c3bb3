"""How the two fullest pages do on a telephone, by Lighthouse: the median of five runs. Not part of ``make bench``.

``python -m benchmarks.lighthouse ADDRESS`` measures a running demonstration (``make run``) with its cases. LIGHTHOUSE
names the program (``npm install lighthouse@12`` anywhere; it is no part of ours), CHROME_PATH the browser.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.demo.client import Program
from deploy.demo.staff import Staff

RUNS = 5
GOALS = {"case page": 95, "editor": 90}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage"
DRAFTED = {"drafting", "correction_requested"}


def main(address: str) -> int:
    """Measure, print, and say by the exit code whether the goals are reached; 2 where a program is missing."""
    program = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if program is None or not (os.environ.get("CHROME_PATH") or shutil.which("chromium")):
        print("Lighthouse or Chromium is missing: set LIGHTHOUSE and CHROME_PATH.", file=sys.stderr)
        return 2
    staff, reached = Staff(address), True
    for name, who, path in _pages(staff):
        scores = [_score(program, who, f"{address}{path}") for _ in range(RUNS)]
        reached &= statistics.median(scores) >= GOALS[name]
        print(f"{name} {path}: {statistics.median(scores):.0f} (goal {GOALS[name]}, runs {scores})", flush=True)
    return 0 if reached else 1


def _pages(staff: Staff) -> list[tuple[str, Program, str]]:
    """The Camat's newest case, and the team's letter that is written now."""
    case = staff.camat.get("/review/api/cases", limit="1")["items"][0]["case_no"]
    letters = staff.team.get("/letters/api/letters")["items"]
    letter = next((one for one in letters if one["state"] in DRAFTED), letters[0])["letter_id"]
    return [
        ("case page", staff.camat, f"/review/cases/{case}"),
        ("editor", staff.team, f"/letters/letters/{letter}"),
    ]


def _score(program: str, who: Program, address: str) -> int:
    """One run, with an empty browser that brings the person's cookies; 0 to 100."""
    cookies = "; ".join(f"{name}={value}" for name, value in who.http.cookies.items())
    with tempfile.TemporaryDirectory() as folder:
        heads, report = Path(folder) / "heads.json", Path(folder) / "report.json"
        heads.write_text(json.dumps({"Cookie": cookies}))
        asked = ["--only-categories=performance", "--form-factor=mobile", "--output=json", f"--output-path={report}"]
        command = [program, address, *asked, f"--extra-headers={heads}", f"--chrome-flags={FLAGS}", "--quiet"]
        subprocess.run(command, check=True, env=os.environ | {"HOME": folder}, stdout=subprocess.DEVNULL)
        return round(100 * json.loads(report.read_text())["categories"]["performance"]["score"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
