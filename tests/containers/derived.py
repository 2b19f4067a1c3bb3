"""``compose.yaml`` as a machine without a registry can run it: the host's network, embedded servers as containers.

Everything of the product itself (image, commands, users, limits, volumes, order, health checks, restarts) stays as it
is written in the file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from tests.containers.stack import Stack

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "review", "letters", "registry")
WEBS = (*SERVICES, "sign-in")
STORE_USERS = (*SERVICES, "registry-checks")
SERVER_PORTS = {"postgres": ("postgres",), "redis": ("valkey",), "store": ("swift-proxy",)}
USER = 10001
HOST_VENV = "/host-venv"
# The embedded servers' wheels of this machine's environment; the image has the same version of Python (3.11).
WHEELS = f"{HOST_VENV}/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"


def derived(stack: Stack) -> dict[str, Any]:
    """The release's compose file with the substitutions that this module's first lines name."""
    text = (stack.containers / "compose.yaml").read_text()
    document: dict[str, Any] = yaml.safe_load(text)
    document.pop("networks")
    for name, service in document["services"].items():
        service.pop("networks", None)
        service.pop("ports", None)
        service["network_mode"] = "host"
        if name in SERVER_PORTS:
            _as_embedded(stack, name, service)
        if name in WEBS:
            service["healthcheck"] = service["healthcheck"] | {"interval": "2s", "timeout": "60s", "retries": 120}
            service["environment"] = service["environment"] | {"SIGAP_BIND": f"127.0.0.1:{stack.ports[name]}"}
    _store_keys(stack, document["services"])
    _proxy(stack, document["services"]["proxy"])
    for name, secret in document["secrets"].items():
        secret["file"] = str(stack.folder / "secrets" / name)
    document.setdefault("version", "3.9")
    return document


def _store_keys(stack: Stack, services: dict[str, Any]) -> None:
    """The embedded store knows its keys from its folder (``_server_folder``): there is nothing to make."""
    services["store-users"] |= {"image": stack.servers, "entrypoint": [], "command": ["true"]}
    services["migrate"]["environment"] |= {
        f"SIGAP_S3_ACCESS_KEY_{user.upper().replace('-', '_')}": f"{stack.slug or 'sigap'}:{user}"
        for user in STORE_USERS
    }
    for name in {"migrate", "backup", "doctor"} & set(services):  # a file of before the slug stood in it
        services[name]["environment"].setdefault("SIGAP_OFFICE_SLUG", stack.slug)


def _as_embedded(stack: Stack, name: str, service: dict[str, Any]) -> None:
    data = stack.folder / name
    service |= {
        "image": stack.servers,
        "user": f"{USER}:{USER}",
        "command": ["python", "/server.py", name, "/data"],
        "environment": {"PYTHONPATH": f"/opt/sigap/app:{WHEELS}", "SIGAP_OFFICE_SLUG": stack.slug},
        "volumes": [
            f"{ROOT / '.venv'}:{HOST_VENV}:ro",
            f"{Path(__file__).parent / 'server.py'}:/server.py:ro",
            f"{data}:/data",
        ],
        "healthcheck": {"test": ["CMD", "test", "-e", "/data/ready"], "interval": "1s", "retries": 600},
        "stop_signal": "SIGTERM",
    }


def _proxy(stack: Stack, proxy: dict[str, Any]) -> None:
    named = {name.upper().replace("-", "_"): stack.ports[name] for name in WEBS}
    upstreams = {f"SIGAP_{name}": f"127.0.0.1:{port}" for name, port in named.items()}
    proxy |= {
        "image": stack.servers,
        "user": "0",
        "command": [f"{HOST_VENV}/bin/caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"],
        "volumes": [*proxy["volumes"], f"{ROOT / '.venv'}:{HOST_VENV}:ro"],
    }
    proxy["environment"] |= upstreams | {
        "SIGAP_HTTP_PORT": str(stack.ports["http"]),
        "SIGAP_HTTPS_PORT": str(stack.ports["https"]),
        "XDG_DATA_HOME": "/data",
        "XDG_CONFIG_HOME": "/config",
    }
