"""The ``sigap`` command: ``python -m deploy.cli COMMAND``. Each command has its file in ``deploy/commands/``."""

from __future__ import annotations

import typer

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
    setup,
    signer,
    user,
)

app = typer.Typer(
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
    demo.demo,
    doctor.doctor,
    restore.restore,
    archive.verify_archive,
    breach.breach_report,
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(backup.app, name="backup")
app.add_typer(deadletters.app, name="deadletters")
app.add_typer(doctor.office, name="office")
app.add_typer(process.app, name="process")
app.add_typer(user.app, name="user")
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
app.add_typer(signer.app, name="signer")

if __name__ == "__main__":
    app()
