"""The command line of every process of the product: the same here, in containers and under systemd."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

from services.shared.config.processes import SIGN_IN

SCRIPTS = Path(sysconfig.get_path("scripts"))
GUNICORN_LOGS = "warning"
WEB_WORKER = "services.shared.web.server.PatientWorker"

# Web processes send nothing while they load; on a slow machine nine of them load at once.
WEB_TIMEOUT = 90
# What a request or a task under way may take to end after Ctrl-C, in seconds.
GRACE = 20


def web(service: str, bind: str) -> list[str]:
    """One process with eight threads, which no slow sender keeps.

    keep-alive is longer than the gateway's (office.caddy).
    """
    module = "services.shared.entrance.app" if service == SIGN_IN else f"services.{service}.app"
    command = [sys.executable, "-m", "services.shared.web.serving", f"{module}:create_app()", "--bind", bind]
    command += ["--worker-class", WEB_WORKER, "--threads", "8", "--keep-alive", "75"]
    command += ["--timeout", str(WEB_TIMEOUT), "--graceful-timeout", str(GRACE), "--log-level", GUNICORN_LOGS]
    if os.access("/dev/shm", os.W_OK):  # noqa: S108 -- gunicorn's heartbeat file; on a disk it can stall the worker
        command += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    return command


def worker(service: str, concurrency: int = 1) -> list[str]:
    """A Celery worker; ``concurrency``: tasks at a time, for several of which it has children (``jobs/alone.py``)."""
    command = [str(SCRIPTS / "celery"), "-q", "-A", f"services.{service}.worker:app", "worker", "-n", f"{service}@%h"]
    command += ["--pool", "processes", "--concurrency", str(concurrency)] if concurrency > 1 else []
    return [*command, "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]


def checker() -> list[str]:
    """The process that judges files which strangers have checked; one at a time, in this process itself."""
    command = [str(SCRIPTS / "celery"), "-q", "-A", "services.registry.checker:app", "worker"]
    command += ["--pool", "solo", "-n", "registry.checks@%h"]
    return [*command, "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]


def beat(sign: Path) -> list[str]:
    """The clock of the timed work; in ``sign`` it says that it ticks. One is enough, two do no harm."""
    return [sys.executable, "-m", "services.beat", str(sign)]
