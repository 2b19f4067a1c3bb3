"""``sigap user``: accounts by the command line: the first administrator, and the way out when nobody can sign in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands.options import DEFAULT_ROOT, Root, installation, secret
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.staff.administration import OPERATOR, Administration
from services.shared.staff.directory import Directory

app = typer.Typer(no_args_is_help=True, help="Accounts of the staff.")
PasswordFile = Annotated[
    Path | None, typer.Option(help="Read the password from this file's first line instead of asking.")
]
Name = Annotated[str, typer.Argument(help="The account's user name.")]


@app.command()
def add(
    username: Name,
    name: Annotated[str, typer.Option(help="Full name, as it stands on papers.")],
    role: Annotated[list[Role], typer.Option(help="May be given several times.")],
    password_file: PasswordFile = None,
    root: Root = DEFAULT_ROOT,
) -> None:
    """Add an account; its password must be changed at the first sign-in."""
    password = secret("Password", password_file)
    with _accounts(root) as accounts:
        accounts.add(OPERATOR, username, name, role, password, clock.now())
    typer.echo(f"Added {username}. The password has to be changed at the first sign-in.")


@app.command()
def disable(username: Name, root: Root = DEFAULT_ROOT) -> None:
    """Close an account and end its sessions."""
    with _accounts(root) as accounts:
        accounts.set_active(OPERATOR, username, False, clock.now())
    typer.echo(f"{username} is closed.")


@app.command()
def enable(username: Name, root: Root = DEFAULT_ROOT) -> None:
    """Open a closed account again."""
    with _accounts(root) as accounts:
        accounts.set_active(OPERATOR, username, True, clock.now())
    typer.echo(f"{username} is open again.")


@app.command()
def reset(
    username: Name,
    password_file: PasswordFile = None,
    authenticator: Annotated[bool, typer.Option("--authenticator", help="Take the second factor away too.")] = False,
    root: Root = DEFAULT_ROOT,
) -> None:
    """Set a new password, unlock, end all sessions; it must be changed at the next sign-in."""
    password = secret("Password", password_file)
    with _accounts(root) as accounts:
        accounts.reset_password(OPERATOR, username, clock.now(), password)
        if authenticator:
            accounts.reset_factor(OPERATOR, username, clock.now())
    typer.echo(f"{username} has a new password, which has to be changed at the next sign-in.")


@app.command("list")
def list_all(root: Root = DEFAULT_ROOT) -> None:
    """List the accounts."""
    with _accounts(root) as accounts:
        for row in accounts.all():
            state = "open" if row.active else "closed"
            factor = "authenticator" if row.totp_token else "-"
            typer.echo(f"{row.username:20} {state:7} {factor:14} {','.join(row.roles):30} {row.name}")


@contextmanager
def _accounts(root: Path) -> Iterator[Administration]:
    directory = Directory(installation(root).sign_in)
    try:
        yield directory.accounts
    finally:
        directory.database.dispose()
