"""``sigap up``, ``down``, ``reset``: everything on this machine, with embedded servers."""

from __future__ import annotations

import os
import signal
from typing import Annotated

import typer

from deploy.commands.options import DEFAULT_RUN, RunPath, fail
from deploy.local.folder import RunFolder
from deploy.local.run import run

STOP_PATIENCE = 60.0  # seconds; the runner gives tasks and requests 25 to end


def up(
    run_dir: RunPath = DEFAULT_RUN,
    port: Annotated[int | None, typer.Option(envvar="PORT", help="Port of the gateway; default 8000.")] = None,
) -> None:
    """Start everything on this machine and stay until Ctrl-C."""
    raise typer.Exit(run(run_dir, port))


def down(run_dir: RunPath = DEFAULT_RUN) -> None:
    """Stop what runs from this run folder, in order."""
    folder = RunFolder(run_dir)
    pid = folder.owner()
    if pid is None:
        typer.echo(f"Nothing runs from {run_dir}.")
        return
    try:
        os.kill(pid, signal.SIGTERM)
    except PermissionError:
        fail(f"Process {pid} runs from {run_dir} and belongs to another user.")
    if not folder.wait_vacant(STOP_PATIENCE):
        fail(f"Process {pid} has not ended within {STOP_PATIENCE:g} seconds.")
    typer.echo("Stopped.")


def reset(
    run_dir: RunPath = DEFAULT_RUN, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> None:
    """Delete the run folder: all local data, accounts, keys and logs."""
    folder = RunFolder(run_dir)
    if not folder.path.exists():
        typer.echo(f"There is nothing at {run_dir}.")
        return
    if not yes:
        typer.confirm(f"Delete {folder.path} with all cases, evidence, keys and accounts in it?", abort=True)
    folder.delete()
    typer.echo("Deleted. The next start begins with an empty office.")
