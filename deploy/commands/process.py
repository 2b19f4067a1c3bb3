"""``sigap process``: one process of the product, for containers and systemd units."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from deploy import processes
from deploy.commands.options import DEFAULT_ROOT, Root, fail
from deploy.local.children import SPARING
from deploy.local.commands import SERVICES
from services.shared.config.processes import SIGN_IN

SIGN = Path("/tmp/beat")  # noqa: S108 -- a container's own
app = typer.Typer(no_args_is_help=True, help="Become one process of the product (containers, systemd units).")


def _known(name: str) -> str:
    if name not in SERVICES:
        raise typer.BadParameter(f"there is no service {name}; there are: {', '.join(SERVICES)}.")
    return name


def _web(name: str) -> str:
    return name if name == SIGN_IN else _known(name)


Web = Annotated[str, typer.Argument(help="intake, review, letters, registry or sign-in", callback=_web)]
Service = Annotated[str, typer.Argument(help="intake, review, letters or registry", callback=_known)]


@app.command()
def web(
    service: Web, bind: Annotated[str, typer.Option(envvar="SIGAP_BIND", help="Where it listens.")] = "0.0.0.0:8000"
) -> None:
    """The pages and the API of one service, or of the part in which people sign in."""
    _become(processes.web(service, bind))


@app.command()
def worker(
    service: Service,
    concurrency: Annotated[int, typer.Option(envvar="SIGAP_CONCURRENCY", min=1, help="Tasks at a time.")] = 1,
) -> None:
    """The background work of one service."""
    _become(processes.worker(service, concurrency))


@app.command()
def checker() -> None:
    """Judges the letters that strangers have checked (registry); one is enough."""
    _become(processes.checker())


@app.command()
def beat(
    sign: Annotated[Path, typer.Option(envvar="SIGAP_BEAT_FILE", help="Where it says that it ticks.")] = SIGN,
) -> None:
    """The clock of the timed work; exactly one."""
    _become(processes.beat(sign))


@app.command()
def wait(
    process: Annotated[str, typer.Argument(help="intake, intake-worker, registry-checks, beat …")],
    settings: Root = DEFAULT_ROOT,
    patience: Annotated[float, typer.Option(help="Seconds after which it gives up, with exit code 1.")] = 600,
) -> None:
    """Return when a process of this release may start: set-up and migrations are done (Kubernetes' init containers)."""
    from deploy.waiting import lacking

    end, said = time.monotonic() + patience, ""
    while why := lacking(settings, process):
        if why != said:
            typer.echo(f"Waiting: {why}.")
            said = why
        if time.monotonic() > end:
            fail(f"{why}; is the job `migrate` done?")
        time.sleep(2)


@app.command()
def store(
    folder: Annotated[Path, typer.Option(envvar="SIGAP_STORE_DIR", help="Where its files and keys lie.")],
    port: Annotated[int, typer.Option(envvar="SIGAP_STORE_PORT", help="Where it serves, on loopback.")] = 9000,
    offices: Annotated[str, typer.Option(envvar="SIGAP_STORE_OFFICES", help="Slugs of further offices.")] = "",
) -> None:
    """The embedded object store, for a machine without an S3 store of its own."""
    from deploy.local import store as serving

    raise typer.Exit(serving.run(folder, port, offices.split()))


def _become(command: list[str]) -> None:
    os.execve(command[0], command, SPARING | os.environ)  # noqa: S606 -- becomes it, so that signals reach it
