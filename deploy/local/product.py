"""The product's own processes on top of running servers: gateway, four services, workers, checks, the clock."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.local.banner import Account, banner
from deploy.local.caddy import Gateway
from deploy.local.children import last_lines
from deploy.local.commands import SERVICES, base_env, programs
from deploy.local.demo import DemoStories
from deploy.local.errors import ServerError
from deploy.local.ports import LOOPBACK
from deploy.local.preloaded import Preloaded
from deploy.local.servers import Servers
from deploy.local.supervisor import Supervisor
from services.shared.config.processes import SIGN_IN

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0  # seconds until every service must answer; a slow machine needs 30


class Product:
    """One run of the product, until ``quitting`` is set.

    ``env`` is the set-up's environment, ``envs`` each process's, ``begun`` the monotonic time of the start,
    ``preloaded`` forks the processes.
    """

    def __init__(
        self,
        servers: Servers,
        port: int,
        env: dict[str, str],
        envs: dict[str, dict[str, str]],
        accounts: Sequence[Account],
        begun: float,
        quitting: threading.Event,
        preloaded: Preloaded,
    ) -> None:
        folder = servers.folder
        service_ports = {service: folder.port(f"web-{service}") for service in (*SERVICES, SIGN_IN)}
        self._servers, self._accounts, self._begun, self._quitting = servers, accounts, begun, quitting
        self._gateway = Gateway(folder, port, service_ports)
        self._address_file = folder.path / "address"
        self._demo = DemoStories(folder, self._gateway.address, base_env() | env, ROOT)
        self._supervisor = Supervisor(
            folder,
            programs(folder, self._gateway, service_ports, envs),
            ROOT,
            self._begin,
            self._look,
            quitting,
            preloaded,
        )

    def run(self) -> None:
        """Run until Ctrl-C or SIGTERM.

        Raises:
            ServerError: a process ended while all start, or a service does not answer; all has been stopped.
        """
        try:
            self._supervisor.run()
        finally:
            self._demo.stop()
            self._address_file.unlink(missing_ok=True)

    def _begin(self) -> None:
        for service in (*SERVICES, SIGN_IN):
            self._await_page(service)
        if self._quitting.is_set():
            return
        address = self._gateway.address
        self._address_file.write_text(address)
        seconds = time.monotonic() - self._begun
        print(banner(address, self._accounts, self._servers.folder.path, seconds, self._left_to_do()), flush=True)
        if self._demo.begin():
            print("  Demonstration cases are being added in the background.", flush=True)

    def _left_to_do(self) -> list[str]:
        """Of a real office; the demonstration has accounts to show instead."""
        if self._accounts:
            return []
        from deploy.installation import Installation
        from deploy.next_steps import next_steps

        return next_steps(Installation.of(self._servers.folder.path / "settings"))

    def _look(self) -> None:
        self._servers.mend()
        if sentence := self._demo.look():
            print(f"  {sentence}", flush=True)

    def _await_page(self, service: str) -> None:
        answer = ""
        while answer != "200" and not self._quitting.wait(0.1):
            self._supervisor.check()
            answer = _ask(self._gateway.port, f"/{service}/readyz")
            if answer != "200" and time.monotonic() - self._begun > PATIENCE:
                log = self._servers.folder.log(service)
                raise ServerError(
                    f"The service {service} is not ready after {PATIENCE:g} seconds (last answer: {answer}). "
                    f"The end of {log}:\n{last_lines(log)}"
                )


def _ask(port: int, path: str) -> str:
    """The status of a GET as text, or what went wrong."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return str(response.status)
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()
