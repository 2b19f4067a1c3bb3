"""``sigap process``: one process of the product, for containers and systemd units."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from deploy import processes
from deploy.local.commands import SERVICES

SIGN = Path("/tmp/beat")  # noqa: S108 -- a container's own
app = typer.Typer(no_args_is_help=True, help="Become one process of the product (containers, systemd units).")


def _known(name: str) -> str:
    if name not in SERVICES:
        raise typer.BadParameter(f"there is no service {name}; there are: {', '.join(SERVICES)}.")
    return name


Service = Annotated[str, typer.Argument(help="intake, review, letters or registry", callback=_known)]


@app.command()
def web(
    service: Service, bind: Annotated[str, typer.Option(envvar="SIGAP_BIND", help="Where it listens.")] = "0.0.0.0:8000"
) -> None:
    """The pages and the API of one service."""
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


def _become(command: list[str]) -> None:
    os.execv(command[0], command)  # noqa: S606 -- this process becomes it, so that signals reach it
