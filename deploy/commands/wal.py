"""``sigap wal``: the database's log and new files as they come, for offices that may lose five minutes at most."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands import backup_key
from deploy.commands.backup import DEFAULT_TARGET, Recipient, Target
from deploy.commands.options import DEFAULT_ROOT, DEFAULT_RUN, Root, RunPath, fail, installation

app = typer.Typer(no_args_is_help=True, help="Minutes are lost instead of a day: the database's log, as it comes.")


@app.command()
def follow(
    recipient: Recipient = "",
    to: Target = DEFAULT_TARGET,
    settings: Root = DEFAULT_ROOT,
    every: Annotated[int, typer.Option(help="Seconds between two rounds.", min=10, max=120)] = 120,
) -> None:
    """Stay: receive the log of the whole PostgreSQL, seal it every two minutes, copy new files."""
    from deploy.backup import encrypted
    from deploy.backup.wal import Follower
    from services.shared.calendar import clock

    source = installation(settings).source()
    follower = Follower(source.admin_url, source.store, to, encrypted.recipient(recipient), source.run / "wal")
    idle = threading.Event()
    with follower.receiving(clock.now()) as running:
        typer.echo(f"Following, every {every} s, into {to / 'wal'}.")
        while True:
            follower.round(running, clock.now())
            idle.wait(every)


@app.command()
def restore(
    source: Annotated[Path, typer.Option("--from", envvar="SIGAP_BACKUP_DIR", help="The folder of the backups.")],
    identity: Annotated[Path, typer.Option(help="File with the private key; - to type it.")],
    data: Annotated[Path, typer.Option(help="PostgreSQL's data folder; empty.")],
    run_dir: RunPath = DEFAULT_RUN,
    until: Annotated[str, typer.Option(help="A moment before a mistake, with its zone, as 2026-11-30T02:15:00Z.")] = "",
) -> None:
    """Fill PostgreSQL's data folder, the run folder, and the store that SIGAP_S3_… names; then start PostgreSQL."""
    from deploy.backup import wal_restore
    from deploy.installation import store_of
    from deploy.names import placed
    from deploy.setup_settings import from_environment

    env = placed(from_environment(os.environ))
    if not env.get("SIGAP_S3_ENDPOINT"):
        fail("name the store for the files: SIGAP_S3_ENDPOINT, SIGAP_S3_ACCESS_KEY, SIGAP_S3_SECRET_KEY.")
    moment = datetime.fromisoformat(until).astimezone(UTC) if until else None
    key = backup_key.opening(identity)
    wal_restore.secrets(source, key, run_dir)
    number, lost = wal_restore.objects(source, key, store_of(env))
    pieces = wal_restore.database(source, key, data, moment)
    typer.echo(f"{data} holds a base copy and {pieces} pieces of the log; {number} files are in the store.")
    for one in lost:
        typer.echo(f"  missing: {one.item.bucket}/{one.item.key} ({one.why})", err=True)
    typer.echo("Give the folder to PostgreSQL's user, start PostgreSQL on it, then `sigap migrate`.")
