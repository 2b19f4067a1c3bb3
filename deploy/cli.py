"""The ``sigap`` command: ``python -m deploy.cli COMMAND``. Each command is a few lines around a function elsewhere."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Annotated

import typer

from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.run import ROOT, run

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tables of local variables would show passwords
    help="Sigap on one machine.",
)

RunPath = Annotated[Path, typer.Option("--run-dir", envvar="SIGAP_RUN_DIR", help="Where data and logs lie.")]
DEFAULT_RUN = ROOT / "run"
STOP_PATIENCE = 60.0  # seconds; the runner gives tasks and requests 25 to end


@app.command()
def up(
    run_dir: RunPath = DEFAULT_RUN,
    port: Annotated[int | None, typer.Option(envvar="PORT", help="Port of the gateway; default 8000.")] = None,
) -> None:
    """Start everything on this machine and stay until Ctrl-C."""
    raise typer.Exit(run(run_dir, port))


@app.command()
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
        _fail(f"Process {pid} runs from {run_dir} and belongs to another user.")
    if not folder.wait_vacant(STOP_PATIENCE):
        _fail(f"Process {pid} has not ended within {STOP_PATIENCE:g} seconds.")
    typer.echo("Stopped.")


@app.command()
def reset(
    run_dir: RunPath = DEFAULT_RUN,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete the run folder: all local data, accounts, keys and logs."""
    folder = RunFolder(run_dir)
    if not folder.path.exists():
        typer.echo(f"There is nothing at {run_dir}.")
        return
    if not yes:
        typer.confirm(f"Delete {folder.path} with all cases, evidence, keys and accounts in it?", abort=True)
    try:
        folder.delete()
    except ServerError as error:
        _fail(str(error))
    typer.echo("Deleted. The next start begins with an empty office.")


def _fail(sentence: str) -> None:
    typer.echo(f"sigap: {sentence}", err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
