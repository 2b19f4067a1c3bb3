"""The gateway: one address in front of the four services. Plain http, on loopback, for this machine only."""

from __future__ import annotations

import http.client
import os
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from deploy.local.folder import RunFolder
from deploy.local.ports import LOOPBACK
from deploy.local.server import Server

HERE = Path(__file__).parent


class Gateway(Server):
    """Caddy. ``services`` maps a name, which is also the first part of the path, to the port where it listens."""

    name = "gateway"
    title = "Caddy (the gateway)"

    def __init__(self, folder: RunFolder, port: int, services: Mapping[str, int]) -> None:
        super().__init__(folder)
        self.port = port
        self._services = services

    @property
    def address(self) -> str:
        """What people type into the browser."""
        return f"http://{LOOPBACK}:{self.port}"

    def command(self) -> list[str]:
        """The program with its arguments, for a supervisor."""
        program = Path(sysconfig.get_path("scripts")) / "caddy"
        return [str(program), "run", "--config", str(HERE / "Caddyfile"), "--adapter", "caddyfile"]

    def env(self) -> dict[str, str]:
        """The environment to go with ``command``; the file's variables are in it."""
        home = str(self.folder.sub("gateway"))
        places = {
            f"SIGAP_{name.upper().replace('-', '_')}": f"{LOOPBACK}:{port}" for name, port in self._services.items()
        }
        ours = {
            "SIGAP_PAGES": str(HERE / "pages"),
            "SIGAP_TRY": "0s",
            "GATEWAY_HOME": home,
            "GATEWAY_PORT": str(self.port),
        }
        return places | ours | {"PATH": os.defpath, "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}

    def start(self) -> None:
        """Start it by itself, without a supervisor."""
        self._launch(self.command(), env=self.env(), cwd=self.folder.sub("gateway"))

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=2)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == http.client.FOUND
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
