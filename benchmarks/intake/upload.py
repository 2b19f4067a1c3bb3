"""``intake/upload_rate`` and ``intake/upload_rss_growth``: evidence through gateway and web, sent as the browser does.

The rate is compared with the SDK's own ``put_object`` (its default settings) of as many other random bytes,
alternating in the same run. Memory is that of the web process while a film of 2 GiB goes up and comes down, above
what it was before.
"""

from __future__ import annotations

import base64
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from minio import Minio

from benchmarks.harness import Result, median, ratio
from benchmarks.intake.desk import Running, running
from deploy.demo import media
from deploy.demo.client import Program

ROUNDS = 5
SIZE = int(os.environ.get("BENCH_UPLOAD", str(128 * 2**20)))  # bytes a round
FILM = int(os.environ.get("BENCH_FILM", str(2 * 2**30)))  # bytes of the film for the memory figure
PART = 16 * 2**20  # bytes a request, as upload.js sends them
MIB = 2**20


def run() -> list[Result]:
    """Measure both; about four minutes on two cores."""
    with running() as desk:
        clerk = desk.clerk()
        return [_rate(desk, clerk), _memory(desk, clerk)]


def _rate(desk: Running, clerk: Program) -> Result:
    store, ours, floors = _sdk(desk), [], []
    for count in range(ROUNDS + 1):  # the first one warms up
        case_no = _case(clerk)
        path = _film(desk.folder / "film", SIZE)
        begun = time.monotonic()
        _upload(desk, clerk, case_no, path)
        through_web = SIZE / MIB / (time.monotonic() - begun)
        path = _film(desk.folder / "film", SIZE)
        begun = time.monotonic()
        with path.open("rb") as source:
            store.put_object(desk.settings.evidence_bucket, f"bench/{count}", source, SIZE)
        raw = SIZE / MIB / (time.monotonic() - begun)
        if count:
            ours.append(through_web)
            floors.append(raw)
    return ratio("intake", "upload_rate", median(ours), "MiB/s", median(floors), ">= 0.7")


def _memory(desk: Running, clerk: Program) -> Result:
    case_no = _case(clerk)
    small = _upload(desk, clerk, case_no, _film(desk.folder / "film", 20 * MIB))
    _download(desk, clerk, case_no, small)
    before = desk.rss()
    with _highest(desk) as seen:
        film = _upload(desk, clerk, case_no, _film(desk.folder / "film", FILM))
        _download(desk, clerk, case_no, film)
    growth = max(seen) - before
    print(f"web process: RSS {before:.1f} MiB before, {max(seen):.1f} MiB at most, {FILM / MIB:.0f} MiB up and down")
    return Result("intake", "upload_rss_growth", round(growth, 2), "MiB", goal="<= 32")


@contextmanager
def _highest(desk: Running) -> Iterator[list[float]]:
    """RSS of the web process, looked at twenty times a second while the block runs."""
    seen, ended = [desk.rss()], threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            seen.append(desk.rss())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()


def _case(clerk: Program) -> str:
    body = {"purpose": "Mengukur unggahan", "override_reason": "pengukuran"}
    return str(clerk.post("/intake/api/complaints", body)["case_no"])


def _film(path: Path, size: int) -> Path:
    """A film's beginning and random bytes behind it."""
    head = media.make("a.mp4", "bench")[0]
    with path.open("wb") as file:
        file.write(head)
        left = size - len(head)
        while left > 0:
            left -= file.write(os.urandom(min(MIB, left)))
    return path


def _upload(desk: Running, clerk: Program, case_no: str, path: Path) -> str:
    """Send a file by tus and let a form use it; returns the file's id."""
    size = path.stat().st_size
    meta = f"filename {base64.b64encode(b'film.mp4').decode()}"
    start = {"Tus-Resumable": "1.0.0", "Upload-Length": str(size), "Upload-Metadata": meta}
    place = _ok(clerk.change("POST", f"/intake/complaints/{case_no}/uploads/", headers=start)).headers["Location"]
    with path.open("rb") as source:
        offset = 0
        while part := source.read(PART):
            headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset)}
            headers["Content-Type"] = "application/offset+octet-stream"
            _ok(clerk.change("PATCH", urlsplit(place).path, content=part, headers=headers, timeout=300))
            offset += len(part)
    fields = {"role": "evidence", "file": place.rsplit("/", 1)[-1]}
    answer = clerk.change("POST", f"/intake/complaints/{case_no}/evidence", data=fields)
    if answer.status_code != httpx.codes.FOUND:
        raise RuntimeError(f"the form was answered by {answer.status_code}")
    return str(clerk.get(f"/intake/api/complaints/{case_no}")["evidence"][-1]["id"])


def _download(desk: Running, clerk: Program, case_no: str, file_id: str) -> None:
    with clerk.http.stream("GET", f"/intake/complaints/{case_no}/evidence/{file_id}?download=1", timeout=300) as answer:
        _ok(answer)
        for _ in answer.iter_bytes(MIB):
            pass


def _ok(answer: httpx.Response) -> httpx.Response:
    answer.raise_for_status()
    return answer


def _sdk(desk: Running) -> Minio:
    settings = desk.settings
    address = urlsplit(settings.s3_endpoint)
    secret = settings.s3_secret_key.get_secret_value()
    return Minio(
        address.netloc,
        access_key=settings.s3_access_key,
        secret_key=secret,
        secure=address.scheme == "https",
        region=settings.s3_region,
    )
