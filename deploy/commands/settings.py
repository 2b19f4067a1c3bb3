"""``sigap settings``: every setting, as the guide shows it."""

from __future__ import annotations

import typer


def settings(context: typer.Context) -> None:
    """Print every setting as a table (Markdown): name, type, default, what it does, who needs it."""
    from deploy.settings_table import document

    typer.echo(document(context.find_root().command), nl=False)
