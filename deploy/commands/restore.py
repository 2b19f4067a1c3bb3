"""``sigap restore``: an office from its backup, on a machine that has none."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy import kept_secrets
from deploy.commands import backup_key
from deploy.commands.backup import Seals
from deploy.commands.options import DEFAULT_RUN, RunPath, fail

if TYPE_CHECKING:
    from deploy.backup.putting import Lost
    from deploy.names import Names
    from services.shared.storage.object_store import ObjectStore

SHOWN = 20  # cases with missing files that are printed
INCOMPLETE = 3  # how the command ends when the office is there and some files are not


def restore(
    source: Annotated[Path, typer.Option("--from", envvar="SIGAP_BACKUP_DIR", help="The folder of the backups.")],
    identity: Annotated[Path, typer.Option(help="File with the private key; - to type it.")],
    run_dir: RunPath = DEFAULT_RUN,
    name: Annotated[str, typer.Option(help="Which backup; the newest when not given.")] = "",
    seal: Seals = None,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="Take a backup without a signature (of before).")
    ] = False,
) -> None:
    """Restore the newest backup into an empty installation and compare every table and object.

    Servers named in the environment (SIGAP_ADMIN_DATABASE_URL …, as for `sigap migrate`) are used; those that are not
    named are embedded ones in the run folder. Afterwards start as ever: `make run`, or the containers.
    """
    from deploy.backup import manifest, signature
    from deploy.backup import restore as restoring

    begun = time.monotonic()
    key = backup_key.opening(identity)
    folder = manifest.chosen(source, name)
    chosen = manifest.load(folder)
    signed = "" if unsigned else signature.check(folder, seal or ())
    if kept_secrets.file_in(run_dir).exists():
        fail(f"{run_dir} holds an office already; restore into an empty folder.")
    with _servers(run_dir) as (admin, store, names):
        done = restoring.restore(source, chosen, key, admin, store, run_dir, names)
    word = "restored, INCOMPLETE" if done.lost else "restored and equal"
    typer.echo(
        f"Backup {chosen.name} is {word}: {done.tables} tables with {done.rows} rows, {done.objects} "
        f"objects; {time.monotonic() - begun:.1f} s. Its office file is {run_dir / 'office.toml'}."
    )
    if signed and not seal:
        typer.echo(f"It is signed by the seal {signed}: compare that with what you wrote down.")
    if done.lost:
        _tell_lost(done.lost, run_dir)


def _tell_lost(lost: dict[str, list[Lost]], run_dir: Path) -> None:
    """The cases whose files did not come back: the first here, all in a file. Ends with 3."""
    from deploy.backup.lost import sentences

    told, file = sentences(lost), run_dir / "restore-missing.txt"
    file.write_text("\n".join(told) + "\n")
    for sentence in told[:SHOWN]:
        typer.echo(f"  missing of {sentence}", err=True)
    typer.echo(f"Files of {len(lost)} cases are missing; all of them are named in {file}.", err=True)
    raise typer.Exit(INCOMPLETE)


@contextmanager
def _servers(run_dir: Path) -> Iterator[tuple[str, ObjectStore, Names]]:
    """The superuser's address and the object store, of servers that answer, and the office's names on them."""
    from deploy.installation import store_of
    from deploy.names import Names, placed
    from deploy.setup_settings import from_environment

    given = placed(from_environment(os.environ))
    names = Names.of(given)
    if given.get("SIGAP_ADMIN_DATABASE_URL") and given.get("SIGAP_S3_ENDPOINT"):
        yield given["SIGAP_ADMIN_DATABASE_URL"], store_of(given), names
        return
    from deploy.local.servers import Servers  # an installation with servers of its own has no embedded ones

    with Servers(run_dir, environ=given) as servers:
        env = placed(given | servers.env())
        yield env["SIGAP_ADMIN_DATABASE_URL"], store_of(env), names
