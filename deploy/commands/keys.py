"""``sigap keys``: change the keys that personal data lie encrypted under. The guide is docs/operations/keys.md."""

from __future__ import annotations

from typing import Annotated

import typer

from deploy.commands.options import DEFAULT_ROOT, Root, fail, installation

app = typer.Typer(
    no_args_is_help=True, help="Keys of personal data, tasks, pages, the seal; passwords of the database."
)
Index = Annotated[bool, typer.Option("--index", help="A new key of the blind index, too.")]
SHOWN = 5  # rows that a sentence names


@app.command()
def new(index: Index = False, settings: Root = DEFAULT_ROOT) -> None:
    """Make a new key that encrypts from now on; the old ones still read. Then start all processes anew."""
    from deploy import keys

    keys.add(installation(settings), index=index)
    typer.echo("The new key is in the settings. Stop and start all processes, then run `sigap keys rotate`.")


@app.command()
def rotate(settings: Root = DEFAULT_ROOT) -> None:
    """Encrypt and index everything anew under the newest key, while the office works. Repeatable."""
    from deploy import keys

    unreadable: list[str] = []
    for part in keys.rotate(installation(settings)):
        typer.echo(f"{part.schema}.{part.table}: {part.count.old} of {part.count.rows} rows brought under the new key")
        unreadable += part.count.unreadable
    if unreadable:
        some = "; ".join(unreadable[:SHOWN])
        fail(f"{len(unreadable)} rows can be read with none of the keys ({some}). Look for the key in the backups.")
    typer.echo("Everything is under the newest key. `sigap keys drop` takes the old ones away.")


@app.command()
def seal(settings: Root = DEFAULT_ROOT) -> None:
    """Give the office a new seal (its key was lost or seen, or its certificate ends). Then start all processes anew."""
    from deploy import signing_keys

    fingerprint = signing_keys.new_seal(installation(settings))
    typer.echo(f"The new seal is {fingerprint}. What the former one sealed stays good; its key is gone.")
    typer.echo("Write the fingerprint down for `sigap restore --seal`, and stop and start all processes.")


@app.command()
def tasks(
    drop: Annotated[bool, typer.Option("--drop", help="Only take the former keys away.")] = False,
    settings: Root = DEFAULT_ROOT,
) -> None:
    """New keys for what the processes send each other by the broker; the former ones are believed until `--drop`."""
    from deploy import signing_keys

    if drop:
        signing_keys.drop_task_keys(installation(settings))
        typer.echo("The former keys are gone from the settings. Stop and start all processes.")
        return
    signing_keys.new_task_keys(installation(settings))
    typer.echo("The new keys are in the settings. Stop and start all processes, then run `sigap keys tasks --drop`.")


@app.command()
def pages(settings: Root = DEFAULT_ROOT) -> None:
    """A new key of what signs cookies and forms, for each service. Everybody signs in again."""
    from deploy import service_secrets

    service_secrets.new_page_key(installation(settings))
    typer.echo("The new keys are in the settings. Stop and start all processes; everybody signs in again.")


@app.command()
def database(settings: Root = DEFAULT_ROOT) -> None:
    """New passwords for all roles of the database. Then start all processes anew, at once."""
    from deploy import service_secrets

    service_secrets.new_database_passwords(installation(settings))
    typer.echo(
        "The new passwords are in the settings. Stop and start all processes now: they connect with the new ones."
    )


@app.command()
def status(settings: Root = DEFAULT_ROOT) -> None:
    """Count what is still under an older key."""
    from deploy import keys

    for part in keys.rotate(installation(settings), change=False):
        lost = f", {len(part.count.unreadable)} unreadable" if part.count.unreadable else ""
        typer.echo(f"{part.schema}.{part.table}: {part.count.old} of {part.count.rows} under an older key{lost}")


@app.command()
def drop(settings: Root = DEFAULT_ROOT) -> None:
    """Take the old keys away, once nothing is under them. Then start all processes anew."""
    from deploy import keys

    codes = keys.drop(installation(settings))
    typer.echo("The old keys are gone from the settings. Stop and start all processes.")
    if codes:
        typer.echo(
            f"{codes} recovery codes are unused. Those that were made before the new index key do not work any more:"
            " tell everybody with a second factor to make new ones under Akun."
        )
