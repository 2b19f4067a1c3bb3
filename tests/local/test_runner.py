"""The runner's processes: all or none at the start, again and again after it; and the sentences of the command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.local import procfs
from deploy.local.folder import RunFolder
from deploy.local.run import ROOT
from tests.local.support import occupied

# Two programs under the supervisor; the second one does what the test asks for.
SUPERVISED = """
import os, sys, threading
from pathlib import Path
from deploy.local.commands import Program
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.supervisor import Supervisor
folder = RunFolder(Path(sys.argv[1])); folder.open()
env = {"PATH": os.environ["PATH"]}
programs = [Program("calm", ["sleep", "600"], env), Program("other", ["sh", "-c", sys.argv[2]], env)]
say_up = lambda: print("up", flush=True)
try:
    runner = Supervisor(folder, programs, Path("/"), None, lambda: None, threading.Event())
    def begin():
        say_up()
        while len(sys.argv) > 3: runner.check()  # until the other one ends, as while everything starts
    runner._begin = begin
    runner.run()
except ServerError as error:
    print(error); sys.exit(1)
"""


@contextmanager
def supervised(run: Path, script: str, *more: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, str(run), script, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    ) as runner:
        try:
            yield runner
        finally:
            runner.kill()


def up(runner: subprocess.Popen[str]) -> list[int]:
    """Wait until everything is started; the processes below the runner."""
    assert runner.stdout is not None
    assert runner.stdout.readline() == "up\n"
    return procfs.descendants(runner.pid)


def sigap(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("SIGAP_", "PORT"))}
    return subprocess.run(
        [sys.executable, "-m", "deploy.cli", *words],
        env=own | env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_one_that_ends_is_started_again_with_longer_pauses_and_it_is_said(tmp_path: Path) -> None:
    with supervised(tmp_path / "run", "echo once more; exit 7") as runner:
        up(runner)
        assert runner.stdout is not None
        said: list[str] = []
        for line in runner.stdout:
            said.append(line)
            if "again in 1 s" in line:
                break
        text = "".join(said)
        assert text.count("The process other ended by itself with exit code 7.") == 2
        assert "It is started again at once." in text
        assert "    once more" in text
        runner.terminate()
        assert runner.wait(30) == 0
    assert (tmp_path / "run" / "logs" / "other.log").read_text().count("once more") >= 2
    assert (tmp_path / "run" / "logs" / "calm.log").read_text() == "", "the others work on"


def test_when_one_ends_while_all_start_all_end_and_its_last_words_are_told(tmp_path: Path) -> None:
    with supervised(tmp_path / "run", "echo WARNING no paper; exit 7", "starting") as runner:
        said, _ = runner.communicate(timeout=30)
    assert runner.returncode == 1
    assert "The process other ended by itself with exit code 7." in said
    assert "    WARNING no paper" in said
    assert "other: WARNING no paper" in said  # and at once on the console
    assert (tmp_path / "run" / "logs" / "other.log").read_text() == "WARNING no paper\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_in_order(tmp_path: Path, number: signal.Signals) -> None:
    with supervised(tmp_path / "run", "exec sleep 600") as runner:
        children = up(runner)
        assert len(children) == 2
        os.killpg(runner.pid, number)  # as the terminal does: to the whole group
        assert runner.wait(30) == 0
    assert procfs.wait_gone(children, 5)
    assert not list((tmp_path / "run" / "pids").iterdir())


def test_a_second_signal_kills_what_does_not_end(tmp_path: Path) -> None:
    with supervised(tmp_path / "run", "trap '' TERM; while :; do sleep 600; done") as runner:
        children = up(runner)
        calm = int((tmp_path / "run" / "pids" / "calm").read_text().split()[0])
        runner.terminate()
        assert procfs.wait_gone([calm], 5)
        runner.terminate()
        assert runner.wait(5) == 0
    assert procfs.wait_gone(children, 5)


def test_a_killed_runner_takes_its_processes_along(tmp_path: Path) -> None:
    with supervised(tmp_path / "run", "exec sleep 600") as runner:
        children = up(runner)
        runner.kill()
        runner.wait()
        assert procfs.wait_gone(children, 5)


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    with occupied() as port:
        done = sigap("up", "--run-dir", str(tmp_path / "run"), PORT=str(port))
    assert done.returncode == 1
    assert done.stderr == (
        f"sigap: Port {port} is taken by another program; choose another one, or none for a free one.\n"
    )
    assert not (tmp_path / "run").exists()


def test_commands_respect_a_running_installation(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.open()
    for words in (("up",), ("reset", "--yes")):
        done = sigap(*words, "--run-dir", str(folder.path))
        assert (done.returncode, "already runs from" in done.stderr) == (1, True)
    folder.close()
    assert "Nothing runs" in sigap("down", "--run-dir", str(folder.path)).stdout


def test_reset_asks_first(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.open()
    folder.close()
    assert sigap("reset", "--run-dir", str(folder.path)).returncode == 1  # nobody answers
    assert folder.path.exists()
    assert sigap("reset", "--yes", "--run-dir", str(folder.path)).returncode == 0
    assert not folder.path.exists()
