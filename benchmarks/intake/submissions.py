"""``intake/submissions_per_s``: application book, a file of 20 KiB and the form, by four clients at once."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.harness import Result, percentile
from benchmarks.intake.desk import Running, running
from deploy.demo import media
from deploy.demo.client import Program

CLIENTS = 4
SECONDS = float(os.environ.get("BENCH_SECONDS", "30"))
SIZE = 20 * 1024
FORM = {
    "applicant": {
        "name": "Ferdinand Karundeng",
        "nik": "7105152201719903",
        "village": "7105152007",
        "address": "Jaga II",
        "phone": "081234567890",
        "confidential": False,
    },
    "complaint": {
        "title": "Sengketa batas tanah kebun",
        "category": "land",
        "story": "Tetangga kebun memindahkan patok batas kebun cengkih saya sekitar 3 meter ke arah barat.",
        "place": "Kebun Lolombulan, Desa Makasili",
        "occurred_on": "02/11/2026",
        "occurred_time": "pagi",
        "request": "Mohon patok dikembalikan.",
    },
    "reported_official": None,
}


def run() -> list[Result]:
    """Measure for half a minute, after a few seconds of warming up."""
    with running() as desk:
        clerks = [desk.clerk(f"loket{1 + number % 2}") for number in range(CLIENTS)]
        photo = media.make("a.jpg", "bench")[0]
        _all(clerks, photo, 3)
        taken = _all(clerks, photo, SECONDS)
        return _results(desk, taken)


def _all(clerks: list[Program], photo: bytes, seconds: float) -> list[float]:
    """Submissions of all clients side by side; how long each took, in seconds."""
    end = time.monotonic() + seconds
    with ThreadPoolExecutor(len(clerks)) as pool:
        return [each for found in pool.map(lambda clerk: _one_clerk(clerk, photo, end), clerks) for each in found]


def _one_clerk(clerk: Program, photo: bytes, end: float) -> list[float]:
    taken = []
    while (begun := time.monotonic()) < end:
        body = {"purpose": "Melaporkan batas tanah", "override_reason": "pengukuran"}
        case = clerk.post("/intake/api/complaints", body)
        path = f"/intake/api/complaints/{case['case_no']}"
        data = photo + os.urandom(max(SIZE - len(photo), 0))
        row = clerk.upload(f"{path}/evidence?role=evidence", "foto.jpg", data, "image/jpeg")
        if row["size"] != len(data):
            raise RuntimeError("the file did not arrive whole")
        clerk.post(f"{path}/submit-form", FORM | {"version": case["version"]})
        taken.append(time.monotonic() - begun)
    return taken


def _results(desk: Running, taken: list[float]) -> list[Result]:
    rate = len(taken) / SECONDS
    return [
        Result("intake", "submissions_per_s", round(rate, 2), "1/s"),
        Result("intake", "submission_p95", round(percentile(taken, 0.95) * 1000, 1), "ms"),
    ]
