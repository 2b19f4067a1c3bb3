"""The ``sigap`` command: ``python -m deploy.cli COMMAND``. Each command has its file in ``deploy/commands/``."""

from __future__ import annotations

import typer

from deploy.commands import archive, local

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tables of local variables would show passwords
    help="Sigap: from the complaint at the desk to the letter in the archive.",
)
for command in (archive.verify_archive, local.up, local.down, local.reset):
    app.command()(command)

if __name__ == "__main__":
    app()
