"""``sigap backup``: make, verify and schedule backups; ``sigap restore`` is in ``restore.py``."""

from __future__ import annotations

import threading
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands import backup_key
from deploy.commands.options import DEFAULT_ROOT, Root, fail, installation
from deploy.errors import Told

app = typer.Typer(help="Encrypted backups of database, objects, keys and office file.", invoke_without_command=True)

Target = Annotated[Path, typer.Option("--to", envvar="SIGAP_BACKUP_DIR", help="The folder of the backups.")]
Recipient = Annotated[str, typer.Option("--recipient", envvar="SIGAP_BACKUP_RECIPIENT", help="Public key, age1…")]
Keep = Annotated[int, typer.Option("--keep", envvar="SIGAP_BACKUP_KEEP", min=1, help="How many backups stay.")]
Seals = Annotated[
    list[str] | None,
    typer.Option(
        "--seal", envvar="SIGAP_BACKUP_SEAL", help="Fingerprint of the office's seal, as it was written down."
    ),
]
IdentityFile = Annotated[Path | None, typer.Option("--identity", help="File with the private key; - to type it.")]
DEFAULT_TARGET = Path("backups")


@app.callback()
def backup(
    context: typer.Context,
    recipient: Recipient = "",
    to: Target = DEFAULT_TARGET,
    settings: Root = DEFAULT_ROOT,
    keep: Keep = 30,
) -> None:
    """Make a backup now, while everything runs."""
    if context.invoked_subcommand is None:
        _make(settings, to, recipient, keep)


app.command()(backup_key.key)


@app.command()
def verify(
    to: Target = DEFAULT_TARGET,
    identity: IdentityFile = None,
    name: str = "",
    seal: Seals = None,
    settings: Root = DEFAULT_ROOT,
) -> None:
    """Check the newest backup (or --name): signed by the office, all files there and unchanged.

    With --identity also that all can be read. The seal is that of --seal, else of the installation in --settings.
    """
    from deploy.backup import manifest, signature, tried
    from deploy.backup.verify import verify as check
    from services.shared.calendar import clock

    folder = manifest.chosen(to, name)
    found = manifest.load(folder)
    seals = seal or sorted(_seals(settings))
    signed = signature.check(folder, seals)
    private = backup_key.opening(identity) if identity else None
    wrong = check(to, found, private, seals)
    for sentence in wrong:
        typer.echo(f"  {sentence}", err=True)
    if wrong:
        fail(f"backup {found.name} is damaged: {len(wrong)} of its files.")
    if private:
        tried.note(to, str(private.to_public()), found.name, clock.now())
    typer.echo(f"Backup {found.name} is whole: {len(found.tables)} tables, {len(found.objects)} objects.")
    typer.echo(f"Signed by {'the office' if seals else 'a seal that you have to compare with your notes'}: {signed}")


def _seals(root: Path) -> frozenset[str]:
    """The office's seals, present and former, where an installation is here; none elsewhere.

    Where backups are made in a container of their own, the registry's settings are not, and the office's folder is.
    """
    from deploy.installation import Installation, NotSetUp
    from services.shared.signing.trust import TrustAnchors

    try:
        office = Installation.of(root)
        folder = office.settings("registry").keys_dir if office.process("registry") else office.run / "keys"
        return TrustAnchors.load(folder).pins.get("seal", frozenset()) if folder else frozenset()
    except (NotSetUp, OSError):
        return frozenset()


@app.command()
def daily(
    recipient: Recipient = "",
    to: Target = DEFAULT_TARGET,
    settings: Root = DEFAULT_ROOT,
    keep: Keep = 30,
    at: Annotated[str, typer.Option(envvar="SIGAP_BACKUP_AT", help="Time of the day, UTC.")] = "16:30",
) -> None:
    """Stay, and make a backup each day (for containers; elsewhere use cron or a systemd timer)."""
    from services.shared.calendar import clock

    try:
        due_at = time.fromisoformat(at)
    except ValueError:
        fail(f"{at} is no time of the day; write it as 16:30.")
    idle = threading.Event()
    while True:
        now = clock.now()
        due = now.replace(hour=due_at.hour, minute=due_at.minute, second=0, microsecond=0)
        due += timedelta(days=due <= now)
        typer.echo(f"The next backup is due at {due:%Y-%m-%d %H:%M} UTC.")
        idle.wait((due - now).total_seconds())
        try:
            _make(settings, to, recipient, keep)
        except Told as error:  # the next one may succeed
            typer.echo(f"sigap: {error}", err=True)


def _make(settings: Path, to: Path, recipient: str, keep: int) -> None:
    from deploy.backup.noted import make_noted

    for sentence in make_noted(installation(settings), to, recipient, keep):
        typer.echo(sentence)
