"""The process that forks: each fork lives and dies by itself, and no secret comes near who forks."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import procfs
from deploy.local.errors import ServerError
from deploy.local.preloaded import Forked, Preloaded
from deploy.local.prepared import prepare
from deploy.local.run import ROOT

PROGRAM = ("python", "-m", "tests.local.forked")
RUNNER = """
import sys, signal
from pathlib import Path
from deploy.local.preloaded import Preloaded
folder = Path(sys.argv[1])
child = Preloaded(folder / "own", []).start(sys.argv[2:], env={"WORD": "x"}, log=folder / "log")
print(child.pid, flush=True); signal.pause()
"""

LEFT = """
import os, sys, time
from pathlib import Path
from deploy.local import procfs
from deploy.local.children import collect_orphans
from deploy.local.preloaded import Preloaded
folder = Path(sys.argv[1])
one, other = (Preloaded(folder / "own", []).start(sys.argv[2:], env={"WORD": "x"}, log=folder / n) for n in "ab")
while not all((folder / name).read_text() for name in "ab"): time.sleep(0.01)
(left,) = procfs.descendants(one.pid)
for child in (one, other): os.kill(child.pid, 9)
one.wait(10)
while Path(f"/proc/{left}/stat").read_text().rpartition(")")[2].split()[1] != str(os.getpid()): time.sleep(0.01)
print("adopted"); os.kill(left, 9); procfs.wait_gone([left], 10)
while Path(f"/proc/{left}").exists(): collect_orphans(); other.poll()
print("collected", other.wait(10), flush=True)
"""


@pytest.fixture
def preloaded(tmp_path: Path) -> Iterator[Preloaded]:
    found = Preloaded(tmp_path / "own", ["tests.local.forked"])
    yield found
    found.stop()


def started(preloaded: Preloaded, log: Path, word: str = "halo", *words: str) -> Forked:
    child = preloaded.start([*PROGRAM, *words], env={"WORD": word}, log=log, cwd=log.parent, nice=3)
    while not (log.exists() and log.read_text()):
        assert child.poll() is None
        time.sleep(0.01)
    return child


def ended(*children: Forked) -> None:
    for child in children:
        os.kill(child.pid, signal.SIGTERM)
        assert child.wait(10) == -signal.SIGTERM


def test_each_fork_is_ours_and_lives_and_dies_by_itself(preloaded: Preloaded, tmp_path: Path) -> None:
    one, two = started(preloaded, tmp_path / "one", "satu", "a b"), started(preloaded, tmp_path / "two")
    assert (tmp_path / "one").read_text() == f"satu {tmp_path} {os.nice(0) + 3} a b\n"
    stat = Path(f"/proc/{one.pid}/stat").read_text().rpartition(")")[2].split()
    assert (int(stat[1]), int(stat[3])) == (os.getpid(), one.pid), "our child, in a session of its own"
    assert b"\0".join(map(str.encode, (*PROGRAM, "a b"))) in Path(f"/proc/{one.pid}/cmdline").read_bytes()
    first = preloaded.pid
    os.kill(first, signal.SIGKILL)
    assert procfs.wait_gone([first], 10)
    three = started(preloaded, tmp_path / "three")
    assert preloaded.pid != first
    os.kill(one.pid, signal.SIGKILL)
    assert one.wait(10) == -signal.SIGKILL
    assert (two.poll(), three.poll()) == (None, None)
    ended(two, three)


def test_who_forks_never_holds_a_secret(preloaded: Preloaded, tmp_path: Path) -> None:
    secret = secrets.token_hex(24)
    child = started(preloaded, tmp_path / "log", secret)
    assert secret.encode() in memory(child.pid), "it is found where it is"
    assert secret.encode() not in memory(preloaded.pid)
    assert secret.encode() not in Path(f"/proc/{child.pid}/environ").read_bytes()
    files = {os.readlink(entry) for entry in Path(f"/proc/{preloaded.pid}/fd").iterdir()}
    assert not [file for file in files if "memfd" in file]
    ended(child)


def test_a_killed_runner_takes_its_forks_along(tmp_path: Path) -> None:
    runner = subprocess.Popen(
        [sys.executable, "-c", RUNNER, str(tmp_path), *PROGRAM], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert runner.stdout is not None
    child = int(runner.stdout.readline())
    assert procfs.started_at(child)
    runner.kill()
    runner.communicate()
    assert procfs.wait_gone([child], 10)


def test_whom_a_killed_one_leaves_behind_is_collected(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEFT, str(tmp_path), *PROGRAM, "child"]
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=True, timeout=60)
    assert done.stdout.split() == ["adopted", "collected", "-9"]


def test_a_set_up_that_fails_says_why(preloaded: Preloaded, tmp_path: Path) -> None:
    with pytest.raises(ServerError, match=re.escape(f"'SIGAP_RUN_DIR' (details in {tmp_path / 'setup'})")):
        prepare(preloaded, {}, tmp_path / "setup")
    assert "Traceback" in (tmp_path / "setup").read_text()


def memory(pid: int) -> bytes:
    """What a process has written to: its private pages."""
    found = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as pages:
        for line in maps:
            place, rights = line.split()[:2]
            if rights.startswith("rw"):
                start, end = (int(part, 16) for part in place.split("-"))
                pages.seek(start)
                found.append(pages.read(end - start))
    return b"".join(found)
