"""``python -m deploy.up``: ``sigap up`` alone, as ``make run`` calls it.

This process stays as long as the office: no other command's libraries are loaded with it.
"""

from __future__ import annotations

import sys

import typer

from deploy.commands.local import up
from deploy.commands.options import told

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
app.command()(up)


def main() -> None:
    """The command; what the machine refuses ends with a sentence, as with every other."""
    try:
        app(prog_name="sigap up")
    except Exception as error:
        if not (sentence := told(error)):
            raise
        sys.exit(f"sigap: {sentence}")


if __name__ == "__main__":
    main()
