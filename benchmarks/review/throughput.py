"""Whole cases a second through the public API, with servers, workers and the people's programs on this machine.

Open loop: cases begin at a fixed rate whether or not the ones before are through. It counts only if nothing was
refused and, at the end, no handoff is open and every case has ended.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from benchmarks.harness import Result, ratio
from benchmarks.office import Office, running
from deploy.demo import play, steps
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES, Story

Seconds = dict[str, float]  # by what spends them
KINDS = {"written": ("K05", 2.0), "oral": ("K04", 5.0)}  # story, cases a second that are asked for
FILES = ["foto_kejadian.jpg", "laporan_warga.pdf"]  # beside the picture of the card: three files a case
PAUSE, LONGEST = 0.5, 8.0  # seconds in which a program does not ask again whether a handoff has come, at first, at last
PATIENCE = 900.0  # seconds until it gives up: cases that come faster than they are done have to wait
IDLE = float(os.environ.get("BENCH_IDLE", "10"))  # seconds in which the office does nothing: timers and sweeps
CASES = int(os.environ.get("BENCH_WHOLE_CASES", "60"))


def run_throughput() -> list[Result]:
    """One office for both kinds."""
    with running() as office:
        idle = _idle(office)
        return [_measure(office, kind, idle) for kind in KINDS if _settle(office, idle)]


def _idle(office: Office) -> float:
    """Processor seconds a second of an office in which nothing happens; the calmest of some spans."""
    found = []
    for _ in range(3):
        before = sum(_spent(office).values())
        time.sleep(IDLE)
        found.append((sum(_spent(office).values()) - before) / IDLE)
    return min(found)


def _settle(office: Office, idle: float) -> bool:
    """Wait until nothing is left of what came before: previews and archive packages are made after the last answer."""
    calm = False
    while not calm:
        before = sum(_spent(office).values())
        time.sleep(IDLE)
        calm = (sum(_spent(office).values()) - before) / IDLE < 2 * idle
    return calm


def _measure(office: Office, kind: str, idle: float) -> Result:
    story_id, rate = KINDS[kind]
    told = [_told(story_id, number) for number in range(CASES)]
    for story in told:
        _ = play.uploads(story)  # made beforehand: the pictures are not what is measured
    # Each signed in once, since sign-in is throttled.
    staff = Staff(office.address, pause=PAUSE, longest=LONGEST, patience=PATIENCE)
    _ = staff.clerk, staff.section_head, staff.camat, staff.team, staff.registrar
    ended: list[float] = []
    refused: list[str] = []

    def one(story: Story) -> None:
        try:
            _whole(staff, story)
            ended.append(time.monotonic())
        except Exception as error:
            refused.append(f"{type(error).__name__}: {error}"[:300])

    before, begun = _spent(office), time.monotonic()
    with ThreadPoolExecutor(CASES) as pool:
        for number in range(CASES):
            time.sleep(max(0.0, begun + number / rate - time.monotonic()))
            pool.submit(one, told[number])
    took = (max(ended) if ended else time.monotonic()) - begun
    _report(kind, _spent(office), before, took, idle, refused)
    reached = len(ended) / took if not refused else 0.0
    return ratio("review", f"{kind}_cases_per_s", reached, "1/s", rate, ">= 1")


def _told(story_id: str, number: int) -> Story:
    """A case that goes the way of one story with the words of another, each by a person of its own."""
    way = next(one for one in STORIES if one.case["id"] == story_id)
    words = STORIES[number % len(STORIES)]
    own = {
        "id": story_id,
        "cabang": way.case["cabang"],
        "terlapor": None,
        "nik": f"{way.case['nik'][:12]}{number + 1:04d}",
        "nama": f"Pemohon Ke{number % 26 + 97:c}{number // 26 + 97:c}",
        "bukti": FILES,
    }
    return replace(words, case=words.case | own, partners=way.partners, corrections=(), confidential=False)


def _whole(staff: Staff, story: Story) -> None:
    """From the desk until the front desk knows that the case has ended: all handoffs of the case were taken."""
    case_no = play.play(staff, story)
    staff.clerk.wait(steps.intake_path(case_no), lambda c: str(c["state"]).startswith("closed"))


def _spent(office: Office) -> Seconds:
    """Processor seconds of the office's processes and of this one, by what they are."""
    return {"the people's programs (this process)": time.process_time()} | office.spent()


def _report(kind: str, after: Seconds, before: Seconds, took: float, idle: float, refused: list[str]) -> None:
    spent, cores = sum(after.values()) - sum(before.values()), os.cpu_count() or 1
    own = spent - idle * took
    most = max(cores - idle, 0.0) * CASES / own
    print(f"\n{kind}: {CASES} cases in {took:.1f} s, {len(refused)} refused; machine's load {os.getloadavg()[0]:.1f}")
    print(
        f"  {spent / CASES:.2f} processor seconds a case, {own / CASES:.2f} beside the {idle:.2f} a second of an idle"
    )
    print(f"  office: {cores} cores could carry {most:.2f} cases a second. By process:")
    for name, seconds in sorted(((n, after[n] - before.get(n, 0.0)) for n in after), key=lambda item: -item[1]):
        if seconds > 0.01 * CASES / 10:
            print(f"  {name:<40} {seconds / CASES:7.3f}")
    for line, count in Counter(refused).most_common(3):
        print(f"  refused {count}: {line}")
