"""What a runner leaves behind that was killed with -9, and how the next one copes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import procfs
from deploy.local.children import spawn
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.run import ROOT
from deploy.local.servers import Servers
from tests.local.support import read_everywhere

RUNNER = """
import sys, signal
from pathlib import Path
from deploy.local.servers import Servers
from tests.local.support import write_everywhere
with Servers(Path(sys.argv[1]), environ={}) as servers:
    write_everywhere(servers, "tiga")
    print("up", flush=True)
    signal.pause()
"""


def test_a_killed_runner_takes_its_servers_along_and_the_next_start_recovers(tmp_path: Path) -> None:
    runner = subprocess.Popen(
        [sys.executable, "-c", RUNNER, str(tmp_path / "run")], stdout=subprocess.PIPE, cwd=ROOT, start_new_session=True
    )
    assert runner.stdout is not None
    assert runner.stdout.readline() == b"up\n"
    with pytest.raises(ServerError, match=rf"already runs from .* \(process {runner.pid}\)"):
        Servers(tmp_path / "run", environ={}).start()
    children = procfs.descendants(runner.pid)
    assert len(children) > 7  # postgres and its helpers, valkey, five of swift
    runner.kill()
    runner.communicate()
    assert procfs.wait_gone(children, 10)
    with Servers(tmp_path / "run", environ={}) as servers:
        assert read_everywhere(servers) == ("tiga", "tiga", "tiga", "tiga")


def test_a_recycled_pid_in_the_lock_file_of_postgres_does_no_harm(own: Servers, tmp_path: Path) -> None:
    own.postgres.kill()
    stranger = sleeper(tmp_path)  # a living process of the same user, which got the dead postmaster's pid
    lock = own.folder.path / "postgres" / "data" / "postmaster.pid"
    lock.write_text(lock.read_text().replace(lock.read_text().split()[0], str(stranger.pid), 1))
    own.postgres.start()
    own.postgres.wait_ready()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_recorded_orphans_are_ended_and_strangers_with_their_pid_are_not(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.open()
    ours, stranger = (sleeper(tmp_path) for _ in range(2))
    folder.record("ours", ours.pid)
    folder.record("stranger", stranger.pid)
    earlier = (procfs.started_at(stranger.pid) or 0) - 1
    (folder.path / "pids" / "stranger").write_text(f"{stranger.pid} {earlier} {signal.SIGTERM:d}")
    folder.close()
    folder.open()
    assert ours.wait(10) == -signal.SIGTERM
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
    assert not list((folder.path / "pids").iterdir())
    folder.close()


def test_an_orphan_that_ignores_the_signal_is_killed_with_its_children(tmp_path: Path) -> None:
    stubborn = spawn(
        ["sh", "-c", "trap '' TERM; sleep 600 & echo ready; wait; wait"], log=tmp_path / "log", env={}, cwd=tmp_path
    )
    while b"ready" not in (tmp_path / "log").read_bytes():
        assert stubborn.poll() is None
    family = [stubborn.pid, *procfs.descendants(stubborn.pid)]
    procfs.end_families({stubborn.pid: signal.SIGTERM}, grace=0.2)
    assert stubborn.wait(5) == -signal.SIGKILL
    assert procfs.wait_gone(family, 5)


def sleeper(folder: Path) -> subprocess.Popen[bytes]:
    return spawn(["sleep", "600"], log=folder / "log", env={"PATH": os.defpath}, cwd=folder)
