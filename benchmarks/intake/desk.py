"""The front desk as people reach it: gateway, web process, the part for signing in, and a clerk's program."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.harness import installation
from deploy.demo.client import Program
from deploy.local.caddy import Gateway
from deploy.local.commands import base_env
from deploy.local.ports import LOOPBACK
from deploy.processes import web
from deploy.setup import DEMO_PASSWORD, settings_of
from services.shared.config.processes import SIGN_IN
from services.shared.config.settings import Settings


@dataclass(frozen=True)
class Running:
    """The address of the gateway, the web process that serves requests, and the settings it runs with."""

    url: str
    web_pid: int
    settings: Settings
    folder: Path

    def clerk(self, username: str = "loket1") -> Program:
        """A clerk, signed in."""
        return Program(self.url, username, DEMO_PASSWORD)

    def rss(self) -> float:
        """Resident memory of the web process, in MiB."""
        pages = int(Path(f"/proc/{self.web_pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def running() -> Iterator[Running]:
    """Start everything on free ports; all ends with the block."""
    with installation() as (servers, processes):
        ports = {name: servers.folder.port(name) for name in ("intake", SIGN_IN)}
        gateway = Gateway(servers.folder, servers.folder.port("gateway"), ports)
        envs = {name: base_env() | processes[name] | {"SIGAP_PUBLIC_URL": gateway.address} for name in ports}
        with (servers.folder.path / "web.log").open("w") as log:
            webs = {
                name: subprocess.Popen(web(name, f"{LOOPBACK}:{port}"), env=envs[name], stdout=log, stderr=log)
                for name, port in ports.items()
            }
            try:
                gateway.start()
                for page in ("/intake/healthz", "/intake/masuk"):
                    _wait(gateway.address + page)
                yield Running(gateway.address, webs["intake"].pid, settings_of(envs["intake"]), servers.folder.path)
            finally:
                for process in webs.values():
                    process.terminate()
                for process in webs.values():
                    process.wait(30)
                gateway.stop()


def _wait(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer")
