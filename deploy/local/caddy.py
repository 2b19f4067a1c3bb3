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

PAGES = Path(__file__).parent / "pages"
FIRST = "intake"
# Requests of one service under way at a time: it works on eight, the rest wait. Beyond, people are told at once to try
# again, instead of all waiting longer and longer.
LIMIT = 64

# persist_config, storage: nothing is written outside the run folder. flush_interval -1: bytes go on as they come, both
# ways, so that a film of 2 GiB needs no memory here. keepalive: shorter than gunicorn's, or a form could be sent down
# a connection that gunicorn is closing at that moment. request_buffers: a form that comes in byte by byte waits here,
# where it costs nothing, and takes none of the service's eight threads and of its places.
HEAD = """\
{{
	admin off
	persist_config off
	auto_https off
	storage file_system "{home}"
	log {{
		level WARN
	}}
}}

http://:{port} {{
	bind {host}
	header -Server
	redir / /{first}/ 302
"""

SERVICE = """\
	redir /{name} /{name}/ 308
	handle /{name}/* {{
		reverse_proxy {host}:{port} {{
			flush_interval -1
			request_buffers 64KiB
			unhealthy_request_count {limit}
			transport http {{
				dial_timeout 2s
				keepalive 30s
			}}
		}}
	}}
"""

TAIL = """\
	handle {{
		error 404
	}}
	handle_errors 502 503 504 {{
		header Retry-After 10
		header Cache-Control no-store
		@program header Accept application/json*
		handle @program {{
			header Content-Type application/json
			respond `{{"code": 503, "status": "Layanan ini sebentar tidak tersedia. Coba lagi."}}` 503
		}}
		handle {{
			root "{pages}"
			rewrite /down.html
			file_server {{
				status 503
			}}
		}}
	}}
	handle_errors 404 {{
		root "{pages}"
		rewrite /unknown.html
		file_server {{
			status 404
		}}
	}}
}}
"""


class Gateway(Server):
    """Caddy. ``services`` maps a name, which is also the first part of the path, to the port where it listens."""

    name = "gateway"
    title = "Caddy (the gateway)"

    def __init__(self, folder: RunFolder, port: int, services: Mapping[str, int]) -> None:
        super().__init__(folder)
        self.port = port
        self._services = services
        self._home = folder.path / "gateway"

    @property
    def address(self) -> str:
        """What people type into the browser."""
        return f"http://{LOOPBACK}:{self.port}"

    def write(self) -> Path:
        """Write the configuration and return its path."""
        home = self.folder.sub("gateway")
        text = HEAD.format(home=home, port=self.port, host=LOOPBACK, first=FIRST)
        text += "".join(
            SERVICE.format(name=name, host=LOOPBACK, port=port, limit=LIMIT) for name, port in self._services.items()
        )
        (home / "Caddyfile").write_text(text + TAIL.format(pages=PAGES))
        return home / "Caddyfile"

    def command(self) -> list[str]:
        """The program with its arguments, for a supervisor."""
        program = Path(sysconfig.get_path("scripts")) / "caddy"
        return [str(program), "run", "--config", str(self.write()), "--adapter", "caddyfile"]

    def env(self) -> dict[str, str]:
        """The environment to go with ``command``."""
        home = str(self._home)
        return {"PATH": os.defpath, "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}

    def start(self) -> None:
        """Start it by itself, without a supervisor."""
        self._launch(self.command(), env=self.env(), cwd=self._home)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=2)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == http.client.FOUND
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
