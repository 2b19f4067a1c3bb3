"""The ``sigap`` command: ``python -m deploy.cli COMMAND``. Each command has its file in ``deploy/commands/``."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from deploy.commands import (
    archive,
    audit,
    backup,
    breach,
    deadletters,
    demo,
    doctor,
    keys,
    local,
    process,
    restore,
    settings,
    setup,
    signer,
    user,
)
from deploy.commands.options import fail, told


class Sentences(TyperGroup):
    """What the office or the machine refuses ends with a sentence and exit code 1, not with a stack trace."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run a command."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if sentence := told(error):
                fail(sentence)
            raise


app = typer.Typer(
    cls=Sentences,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tables of local variables would show passwords
    help="Sigap: from the complaint at the desk to the letter in the archive.",
)
COMMANDS = (
    local.up,
    local.down,
    local.reset,
    setup.migrate,
    settings.settings,
    demo.demo,
    doctor.doctor,
    restore.restore,
    breach.breach_report,
)
for command in COMMANDS:
    app.command()(command)
app.command("verify-archive", hidden=True)(archive.verify)  # as packages exported by earlier versions name it
app.add_typer(archive.app, name="archive")
app.add_typer(backup.app, name="backup")
app.add_typer(deadletters.app, name="deadletters")
app.add_typer(doctor.office, name="office")
app.add_typer(process.app, name="process")
app.add_typer(user.app, name="user")
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
app.add_typer(signer.app, name="signer")

if __name__ == "__main__":
    app(prog_name="sigap")
