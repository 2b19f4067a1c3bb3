"""``sigap backup key``: the key pair of the backups, made once; and the private key where a command needs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pyrage


def key(
    file: Annotated[Path | None, typer.Argument(help="Where the private key goes; without, it is shown.")] = None,
    temporary: Annotated[bool, typer.Option("--temporary", help="Also where it will vanish: for a trial.")] = False,
) -> None:
    """Make a key pair. The private key is shown once, to be printed, or goes into a new file at a place that lasts.

    Keep it away from this machine, twice. Without it nobody can open a backup, also not who made it.
    """
    from deploy.backup import private_key

    made = private_key.new()
    if file is None:
        typer.echo("The PRIVATE key, shown only now. Print this, or write it down; two places, neither this machine:\n")
        for line in private_key.grouped(made):
            typer.echo(f"    {line}")
        typer.echo("\nThe public key (SIGAP_BACKUP_RECIPIENT):")
    else:
        if not temporary:
            private_key.check_lasts(file)
        private_key.write(file, made)
    typer.echo(str(made.to_public()))


def opening(file: Path) -> pyrage.x25519.Identity:
    """The private key of a file; ``-`` asks for it, to be typed from the print. Raises Unreadable."""
    from deploy.backup import private_key

    if str(file) != "-":
        return private_key.read(file)
    return private_key.typed(typer.prompt("Private key (all signs of all lines)", hide_input=sys.stdin.isatty()))
