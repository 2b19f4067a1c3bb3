"""How the two fullest pages do on a telephone, by Lighthouse: the median of five runs. Not part of ``make bench``.

``python -m benchmarks.lighthouse ADDRESS`` measures a running demonstration (``make run``) with its cases; its letter
must be one that is drafted now, as no other opens the editor. LIGHTHOUSE names the program (``npm install
lighthouse@12`` anywhere; it is no part of ours), CHROME_PATH the browser.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from deploy.demo.client import Program
from deploy.demo.staff import Staff
from services.letters.states import State

RUNS, TRIES = 5, 3
GOALS = {"case page": 95, "editor": 90}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage --accept-lang=id-ID"


def main(address: str) -> int:
    """Measure, print, and say by the exit code whether the goals are reached; 2 where something is missing."""
    program = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if program is None or _chromium() is None:
        print("Lighthouse or Chromium is missing: set LIGHTHOUSE and CHROME_PATH.", file=sys.stderr)
        return 2
    try:
        return 0 if _measure(program, address) else 1
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2


def _measure(program: str, address: str) -> bool:
    """Measure both pages and say how they do; whether each reaches its goal. Raises LookupError."""
    reached = True
    for name, who, path in pages(Staff(address)):
        scores = [_score(program, who, f"{address}{path}") for _ in range(RUNS)]
        reached &= statistics.median(scores) >= GOALS[name]
        load = f"load {os.getloadavg()[0]:.1f}"
        print(f"{name} {path}: {statistics.median(scores):.0f} (goal {GOALS[name]}, runs {scores}, {load})", flush=True)
    return reached


def pages(staff: Staff) -> list[tuple[str, Program, str]]:
    """The Camat's newest case, and the team's letter that is drafted now. Raises LookupError where there is none."""
    cases = staff.camat.get("/review/api/cases", limit="1")["items"]
    letters = staff.team.get("/letters/api/letters", state=State.DRAFTING)["letters"]
    if not cases or not letters:
        raise LookupError("No case, or no letter in drafting: wait until the demonstration's stories are played.")
    return [
        ("case page", staff.camat, f"/review/cases/{cases[0]['case_no']}"),
        ("editor", staff.team, f"/letters/letters/{letters[0]['id']}"),
    ]


def _score(program: str, who: Program, address: str) -> int:
    """One run, with an empty browser that holds the person's cookies; 0 to 100. Raises LookupError."""
    with tempfile.TemporaryDirectory() as folder:
        _hold_cookies(f"{folder}/profile", who, address)
        asked = ["--only-categories=performance", "--form-factor=mobile", "--output=json", "--disable-storage-reset"]
        flags = f"{FLAGS} --user-data-dir={folder}/profile"
        command = [program, address, *asked, f"--output-path={folder}/report", f"--chrome-flags={flags}", "--quiet"]
        _run(command, os.environ | {"HOME": folder})
        found = json.loads((Path(folder) / "report").read_text())
    if found["finalDisplayedUrl"] != address:
        raise LookupError(f"Not {address} was measured but {found['finalDisplayedUrl']}: nobody is signed in.")
    return round(100 * found["categories"]["performance"]["score"])


def _run(command: list[str], env: Mapping[str, str]) -> None:
    """Run it; on a busy machine a trace may begin too late, and then there is nothing to judge: it is tried again."""
    for _ in range(TRIES - 1):
        if subprocess.run(command, check=False, env=env, stdout=subprocess.DEVNULL).returncode == 0:
            return
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)


def _hold_cookies(profile: str, who: Program, address: str) -> None:
    """A profile of the browser in which this person is signed in: a header alone is not sent with what scripts ask."""
    host, until = urlsplit(address).hostname, time.time() + 3600  # those of a session are not written down
    held = [{"name": one.name, "value": one.value or "", "path": one.path} for one in who.http.cookies.jar]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=_chromium(), args=FLAGS.split()
        )
        browser.add_cookies([one | {"domain": host, "expires": until} for one in held])  # type: ignore[arg-type,misc]
        browser.close()


def _chromium() -> str | None:
    return os.environ.get("CHROME_PATH") or shutil.which("chromium")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
