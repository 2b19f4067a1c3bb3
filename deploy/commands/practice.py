"""``sigap office clear-practice``: everything that was practised goes, before the office is declared open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands.options import DEFAULT_RUN, RunPath


def clear_practice(
    recipient: Annotated[str, typer.Option(envvar="SIGAP_BACKUP_RECIPIENT", help="Public key of the backup, age1…")],
    to: Annotated[Path, typer.Option(envvar="SIGAP_BACKUP_DIR", help="The folder of the backups.")] = Path("backups"),
    run_dir: RunPath = DEFAULT_RUN,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Back up, then empty everything of practice; accounts, settings, keys and what waits from paper stay.

    Only while the office is stopped, after two people wanted it on the page Hari pertama; never once it is open.
    """
    from deploy import practice, practice_wish
    from deploy.backup import encrypted, make
    from deploy.installation import store_of
    from deploy.names import Names
    from services.shared.calendar import clock

    with servers(run_dir) as env:
        store, address = store_of(env), practice_wish.address(env["SIGAP_ADMIN_DATABASE_URL"], Names.of(env))
        practice_wish.check(address, clock.now())
        if not yes:
            typer.confirm("Empty all cases, files, letters, books and trails of this office?", abort=True)
        office_file = Path(env.get("SIGAP_OFFICE_FILE") or run_dir / "office.toml")
        source = make.Source(address, store, run_dir, office_file)
        made = make.backup(source, to, encrypted.recipient(recipient), clock.now())
        done = practice.clear(
            address, store, env["SIGAP_BROKER_URL"], Names.of(env), run_dir / "spool", made.manifest.name, clock.now()
        )
    typer.echo(
        f"Emptied: {done.rows} rows, {done.objects} objects. Backup {made.manifest.name} holds what was practised. "
        "Start the office again; accounts, settings and what waits from paper are as they were."
    )


@contextmanager
def servers(run_dir: Path) -> Iterator[dict[str, str]]:
    """The servers that the environment names; else the embedded ones of the run folder, which stand still."""
    from deploy.names import placed
    from deploy.setup import OFFICE_FILE
    from deploy.setup_settings import from_environment

    given = placed({"SIGAP_OFFICE_FILE": str(OFFICE_FILE)} | from_environment(os.environ))
    if given.get("SIGAP_ADMIN_DATABASE_URL") and given.get("SIGAP_S3_ENDPOINT"):
        yield given
        return
    from deploy.local.servers import Servers

    with Servers(run_dir, environ=given) as started:
        yield placed(given | started.env())
