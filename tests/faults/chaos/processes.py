"""The office's processes under chaos: four web, four workers, and two beats, as happens by mistake.

Whoever is killed is started again; all end with the test, also when that is killed itself.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from deploy import processes as processes_of
from deploy.local import procfs
from deploy.local.ports import pick
from services.handoffs.contract import SERVICES
from services.shared.config.processes import SIGN_IN
from tests.support import preloaded


class Process:
    """One process of the office, restarted when it is dead."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], logs: Path) -> None:
        self.name, self._command, self._env = name, command, env
        self.log = logs / f"{name.replace(' ', '-')}.log"
        self.restarts = -1
        self._process: preloaded.Child | None = None

    def keep_up(self) -> None:
        """Start it where it does not run."""
        if self._process is not None and self._process.poll() is None:
            return
        self.restarts += 1
        self._process = preloaded.start(self._command, log=self.log, env={**os.environ, **self._env})

    def family(self) -> list[int]:
        """Its pid and those of all below it."""
        return [] if self._process is None else [self._process.pid, *procfs.descendants(self._process.pid)]

    def terminate(self) -> None:
        """SIGTERM, as a deployment does: it may finish what it is at."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGTERM)

    def kill(self, *, child_only: bool = False) -> None:
        """SIGKILL the parent, or one of its children alone."""
        if self._process is None or self._process.poll() is not None:
            return
        children = _children(self._process.pid)
        with contextlib.suppress(ProcessLookupError):
            if child_only and children:
                os.kill(random.choice(children), signal.SIGKILL)
            elif not child_only:
                os.kill(self._process.pid, signal.SIGKILL)
                for child in children:  # an orphaned prefork child would go on consuming for a while
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(child, signal.SIGKILL)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """A worker whose child gets nowhere: the parent goes on reserving what it may."""
        assert self._process is not None
        children = _children(self._process.pid)
        procfs.send(children, signal.SIGSTOP)
        try:
            yield
        finally:
            procfs.send(children, signal.SIGCONT)

    def stop(self) -> None:
        """End the whole group."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@contextmanager
def running_office(
    envs: dict[str, dict[str, str]],
    logs: Path,
    worker_module: str,
    *,
    with_beat: bool = True,
    with_child: Collection[str] = (),
) -> Iterator[tuple[dict[str, Process], dict[str, str]]]:
    """Start everything; gives the processes by name and the address of each service.

    ``with_child``: services whose worker has its tasks done by a child, as where several are done at a time.
    """
    logs.mkdir(exist_ok=True)
    addresses: dict[str, str] = {}
    taken: set[int] = set()
    processes: dict[str, Process] = {}
    for name in (*SERVICES, SIGN_IN):
        port = pick(taken)
        taken.add(port)
        addresses[name] = f"http://127.0.0.1:{port}"
        web = processes_of.web(name, f"127.0.0.1:{port}")
        if name == SIGN_IN:
            processes[name] = Process(name, web, envs[name], logs)
            continue
        worker = ["celery", "-A", f"{worker_module}.{name}:app" if worker_module else f"services.{name}.worker:app"]
        worker += [
            "worker",
            "-c",
            "1",
            *(["-P", "processes"] if name in with_child else []),
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ]
        worker += ["-l", "INFO", "-n", f"{name}@chaos"]
        for kind, command, env in (("web", web, name), ("worker", worker, f"{name}-worker")):
            processes[f"{name} {kind}"] = Process(f"{name} {kind}", command, envs[env], logs)
    if with_beat:
        for name in ("first beat", "second beat"):
            processes[name] = Process(name, processes_of.beat(logs / f"{name}.ticked"), envs["beat"], logs)
    try:
        for process in processes.values():
            process.keep_up()
        for name, address in addresses.items():
            _wait_ready(f"{address}/{name}/readyz")
        yield processes, addresses
    finally:
        for process in processes.values():
            process.terminate()
        for process in processes.values():
            process.stop()


def _wait_ready(address: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(address, verify=False).status_code == 200:
                return
        time.sleep(0.2)
    raise TimeoutError(f"{address} was not ready after {seconds} s")


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
