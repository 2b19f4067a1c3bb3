"""The ``sigap`` command: ``python -m deploy.cli COMMAND``. Each command has its file in ``deploy/commands/``."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from deploy.commands.options import fail
from deploy.errors import told

if TYPE_CHECKING:
    from typer._click import Command

# The file of each command in deploy/commands, and its name there where that is another one.
COMMANDS = {
    "up": "local.up",
    "down": "local.down",
    "reset": "local.reset",
    "migrate": "setup.migrate",
    "settings": "settings.settings",
    "demo": "demo.demo",
    "doctor": "doctor.doctor",
    "restore": "restore.restore",
    "breach-report": "breach.breach_report",
    "verify-archive": "archive.verify",
    "archive": "archive.app",
    "backup": "backup.app",
    "deadletters": "deadletters.app",
    "office": "doctor.office",
    "process": "process.app",
    "user": "user.app",
    "audit": "audit.app",
    "keys": "keys.app",
    "signer": "signer.app",
    "wal": "wal.app",
}
HIDDEN = {"verify-archive"}  # as packages exported by earlier versions name it


class Commands(Mapping[str, "Command"]):
    """The commands by name; the file of one is loaded when it is asked for, and so are the libraries that it needs."""

    def __getitem__(self, name: str) -> Command:
        module, attribute = COMMANDS[name].split(".")
        found = getattr(importlib.import_module(f"deploy.commands.{module}"), attribute)
        if isinstance(found, typer.Typer):
            command: Command = get_group(found)
            command.name = name
            return command
        alone = typer.Typer(add_completion=False)
        alone.command(name, hidden=name in HIDDEN)(found)
        return get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Sentences(TyperGroup):
    """What the office or the machine refuses ends with a sentence and exit code 1, not with a stack trace."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.commands = Commands()  # type: ignore[assignment]

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
)


@app.callback()
def main() -> None:
    """Sigap: from the complaint at the desk to the letter in the archive."""


if __name__ == "__main__":
    app(prog_name="sigap")
