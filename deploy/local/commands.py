"""The command line of every process of the product, as ``make run`` starts it."""

from __future__ import annotations

import os
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from deploy.local.caddy import Gateway
from deploy.local.folder import RunFolder
from deploy.local.ports import LOOPBACK

SERVICES = ("intake", "review", "letters", "registry")
SCRIPTS = Path(sysconfig.get_path("scripts"))

# Web processes send nothing while they load; on a slow machine nine of them load at once.
WEB_TIMEOUT = 90
# What a request or a task under way may take to end after Ctrl-C, in seconds.
GRACE = 20
# When the machine is busy, above all while everything starts, pages come before background work.
BEHIND_PAGES = ("nice", "-n", "10")


@dataclass(frozen=True)
class Program:
    """One process: its name, its command and its whole environment."""

    name: str
    command: list[str]
    env: dict[str, str]


def web(service: str, port: int) -> list[str]:
    """gunicorn with one process and eight threads. keep-alive is longer than the gateway's (see caddy.py)."""
    command = [str(SCRIPTS / "gunicorn"), f"services.{service}.app:create_app()", "--bind", f"{LOOPBACK}:{port}"]
    command += ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--keep-alive", "75"]
    command += ["--timeout", str(WEB_TIMEOUT), "--graceful-timeout", str(GRACE), "--no-control-socket"]
    command += ["--log-level", "warning"]
    if os.access("/dev/shm", os.W_OK):  # noqa: S108 -- gunicorn's heartbeat file; on a disk it can stall the worker
        command += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    return command


def worker(service: str) -> list[str]:
    """A Celery worker with one child."""
    command = [*BEHIND_PAGES, str(SCRIPTS / "celery"), "-q", "-A", f"services.{service}.worker:app", "worker"]
    command += ["--pool", "prefork", "--concurrency", "1", "-n", f"{service}@%h"]
    return [*command, "--without-gossip", "--without-mingle", "--loglevel", "INFO"]


def beat(folder: RunFolder) -> list[str]:
    """The clock of the timed work."""
    command = [*BEHIND_PAGES, str(SCRIPTS / "celery"), "-q", "-A", "services.beat:app", "beat", "--loglevel", "INFO"]
    return [*command, "--pidfile=", "--schedule", str(folder.sub("beat") / "schedule")]


def programs(
    folder: RunFolder, gateway: Gateway, ports: dict[str, int], envs: dict[str, dict[str, str]]
) -> list[Program]:
    """Everything that runs besides the servers; ``envs`` is what ``deploy.setup.prepare`` returned."""
    found = [Program("gateway", gateway.command(), gateway.env())]
    for service in SERVICES:
        env = base_env() | envs[service]
        found += [
            Program(service, web(service, ports[service]), env),
            Program(f"{service}-worker", worker(service), env),
        ]
    return [*found, Program("beat", beat(folder), base_env() | envs["beat"])]


def base_env() -> dict[str, str]:
    """The runner's environment for its children: without the superuser's address, and past any proxy on loopback."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SIGAP_ADMIN_")}
    known = [env[name] for name in ("NO_PROXY", "no_proxy") if env.get(name)]
    no_proxy = ",".join([*known, LOOPBACK, "localhost"])
    return env | {"NO_PROXY": no_proxy, "no_proxy": no_proxy, "PYTHONUNBUFFERED": "1"}
