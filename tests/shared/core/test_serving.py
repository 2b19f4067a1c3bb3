"""A web process without an arbiter beside it: it ends in order, and ends itself where it hangs."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.run import ROOT

APP = """
import threading
from services.shared.web.server import PatientWorker

class Stuck(PatientWorker):
    def accept(self, listener):
        threading.Event().wait()

def app(environ, start_response):
    print("asked", flush=True)
    threading.Event().wait(float(environ["PATH_INFO"][1:]))
    start_response("200 OK", [("Content-Length", "4")])
    return [b"done"]
"""


@contextmanager
def served(folder: Path, kind: str, grace: int = 10) -> Iterator[tuple[subprocess.Popen[str], int]]:
    (folder / "app.py").write_text(APP)
    port = ports.pick(set())
    command = [sys.executable, "-m", "services.shared.web.serving", "app:app", "--bind", f"127.0.0.1:{port}"]
    command += ["--threads", "2", "--worker-class", kind, "--timeout", "3", "--graceful-timeout", str(grace)]
    env = {"PYTHONPATH": f"{folder}:{ROOT}", "PATH": "/usr/bin:/bin"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, env=env, stdout=pipe, stderr=subprocess.STDOUT, text=True) as process:
        try:
            while ports.is_free(port):
                assert process.poll() is None
                time.sleep(0.02)
            yield process, port
        finally:
            process.kill()


def ask(port: int, seconds: float) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", f"/{seconds}")
    return connection.getresponse().read()


def wait_asked(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    while process.stdout.readline() != "asked\n":
        assert process.poll() is None


def test_it_ends_in_order_after_the_request_that_is_under_way(tmp_path: Path) -> None:
    with (
        served(tmp_path, "services.shared.web.server.PatientWorker") as (process, port),
        ThreadPoolExecutor() as pool,
    ):
        answer = pool.submit(ask, port, 2.5)  # a request may take longer than the loop
        wait_asked(process)
        process.terminate()
        assert answer.result(20) == b"done"
        assert process.wait(20) == 0


def test_a_request_that_does_not_end_within_its_grace_is_cut_off_and_said(tmp_path: Path) -> None:
    """It held the process until the timer for hangs ended it: a minute and a half, a traceback, exit code 1."""
    with (
        served(tmp_path, "services.shared.web.server.PatientWorker", grace=1) as (process, port),
        ThreadPoolExecutor() as pool,
    ):
        answer = pool.submit(ask, port, 60)
        wait_asked(process)
        process.terminate()
        said, _ = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "cut off: 1" in said
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            answer.result(20)


def test_one_that_hangs_ends_itself_and_says_where(tmp_path: Path) -> None:
    with served(tmp_path, "app.Stuck") as (process, port):
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            ask(port, 0)
        said, _ = process.communicate(timeout=20)
        assert process.returncode == 1
        assert "in accept" in said
