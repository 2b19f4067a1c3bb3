"""``compose.yaml`` as a machine without a registry can run it: the host's network, embedded servers as containers.

Everything of the product itself (image, commands, users, limits, volumes, order, health checks, restarts) stays as it
is written in the file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from deploy.local import ports

ROOT = Path(__file__).parents[2]
CONTAINERS = ROOT / "deploy" / "containers"
SERVICES = ("intake", "review", "letters", "registry")
SERVER_PORTS = {"postgres": ("postgres",), "redis": ("valkey",), "store": ("swift-proxy",)}
USER = 10001
HOST_VENV = "/host-venv"
# The embedded servers' wheels of this machine's environment; the image has the same version of Python (3.11).
WHEELS = f"{HOST_VENV}/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"


@dataclass
class Stack:
    """The containers of one test, in a folder of their own."""

    folder: Path
    image: str
    ports: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("postgres", "redis", "store", "http", "https", *SERVICES):
            self.ports[name] = ports.pick(set(self.ports.values()))
        (self.folder / "secrets").mkdir(mode=0o700)
        for name in ("postgres", "redis", "store", "metrics", *(f"store-{service}" for service in SERVICES)):
            file = self.folder / "secrets" / name
            file.write_text(f"secret-of-{name}-0123456789")
            file.chmod(0o444)
        for server in SERVER_PORTS:
            self._server_folder(server)
        self.file.write_text(yaml.safe_dump(self.derived()))

    @property
    def file(self) -> Path:
        """The derived compose file."""
        return self.folder / "compose.yaml"

    @property
    def address(self) -> str:
        """What people type into the browser."""
        return f"https://localhost:{self.ports['https']}"

    def compose(self, *words: str, check: bool = True) -> str:
        """Run docker-compose; its output."""
        command = ["docker-compose", "-p", "sigaptest", "-f", str(self.file), "--project-directory", str(CONTAINERS)]
        done = subprocess.run(
            [*command, *words], env=self._environ(), capture_output=True, text=True, check=False, timeout=400
        )
        assert not check or done.returncode == 0, f"{words}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout

    def inspect(self, service: str) -> dict[str, Any]:
        """What docker knows about a service's container."""
        number = self.compose("ps", "-q", "-a", service).strip()
        found = json.loads(docker("inspect", number))
        return dict(found[0])

    def derived(self) -> dict[str, Any]:
        """The project's compose file with the substitutions that this module's first lines name."""
        text = (CONTAINERS / "compose.yaml").read_text()
        document: dict[str, Any] = yaml.safe_load(text)
        document.pop("networks")
        for name, service in document["services"].items():
            service.pop("networks", None)
            service.pop("ports", None)
            service["network_mode"] = "host"
            if name in SERVER_PORTS:
                self._as_embedded(name, service)
            if name in SERVICES:
                service["healthcheck"] = service["healthcheck"] | {"interval": "2s", "retries": 60}
                service["environment"] = service["environment"] | {"SIGAP_BIND": f"127.0.0.1:{self.ports[name]}"}
        self._store_keys(document["services"])
        self._proxy(document["services"]["proxy"])
        for name, secret in document["secrets"].items():
            secret["file"] = str(self.folder / "secrets" / name)
        document.setdefault("version", "3.9")
        return document

    def _store_keys(self, services: dict[str, Any]) -> None:
        """The embedded store knows its keys from its folder (``_server_folder``): there is nothing to make."""
        services["store-users"] |= {"image": self.image, "entrypoint": [], "command": ["true"]}
        services["migrate"]["environment"] |= {f"SIGAP_S3_ACCESS_KEY_{s.upper()}": f"sigap:{s}" for s in SERVICES}

    def _as_embedded(self, name: str, service: dict[str, Any]) -> None:
        data = self.folder / name
        service |= {
            "image": self.image,
            "user": f"{USER}:{USER}",
            "command": ["python", "/server.py", name, "/data"],
            "environment": {"PYTHONPATH": f"/opt/sigap/app:{WHEELS}"},
            "volumes": [
                f"{ROOT / '.venv'}:{HOST_VENV}:ro",
                f"{Path(__file__).parent / 'server.py'}:/server.py:ro",
                f"{data}:/data",
            ],
            "healthcheck": {"test": ["CMD", "test", "-e", "/data/ready"], "interval": "1s", "retries": 60},
            "stop_signal": "SIGTERM",
        }

    def _proxy(self, proxy: dict[str, Any]) -> None:
        upstreams = {f"SIGAP_{name.upper()}": f"127.0.0.1:{self.ports[name]}" for name in SERVICES}
        proxy |= {
            "image": self.image,
            "user": "0",
            "command": [f"{HOST_VENV}/bin/caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"],
            "volumes": [*proxy["volumes"], f"{ROOT / '.venv'}:{HOST_VENV}:ro"],
        }
        proxy["environment"] |= upstreams | {
            "SIGAP_HTTP_PORT": str(self.ports["http"]),
            "SIGAP_HTTPS_PORT": str(self.ports["https"]),
            "XDG_DATA_HOME": "/data",
            "XDG_CONFIG_HOME": "/config",
        }

    def _server_folder(self, server: str) -> None:
        run = self.folder / server / "run"
        run.mkdir(parents=True)
        found = self.folder / "secrets"
        secrets = {{"redis": "valkey", "store": "s3"}.get(server, server): (found / server).read_text()}
        if server == "store":
            secrets |= {f"s3-{service}": (found / f"store-{service}").read_text() for service in SERVICES}
        (run / "ports.json").write_text(json.dumps(dict.fromkeys(SERVER_PORTS[server], self.ports[server])))
        (run / "secrets.json").write_text(json.dumps(secrets))
        (run / "sigap-run-folder").touch()
        subprocess.run(["chown", "-R", f"{USER}:{USER}", str(self.folder / server)], check=True)

    def _environ(self) -> dict[str, str]:
        return dict(os.environ) | {
            "SIGAP_IMAGE": self.image,
            "SIGAP_HOST": "localhost",
            "SIGAP_DEMO": "1",
            "SIGAP_ADMIN_DATABASE_URL": f"postgresql+psycopg://sigap_admin@127.0.0.1:{self.ports['postgres']}/sigap",
            "SIGAP_BROKER_URL": f"redis://127.0.0.1:{self.ports['redis']}/0",
            "SIGAP_S3_ENDPOINT": f"http://127.0.0.1:{self.ports['store']}",
            "SIGAP_S3_ACCESS_KEY": "sigap:app",
        }


def docker(*words: str) -> str:
    """Run the docker client; its output."""
    return subprocess.run(["docker", *words], capture_output=True, text=True, check=True, timeout=600).stdout
