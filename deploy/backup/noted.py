"""A backup that the services know of: made, old ones put away, and noted in the staff's schema, also when it failed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from deploy.backup import encrypted, make, signature
from deploy.backup.manifest import Broken, Manifest
from deploy.errors import Told
from deploy.installation import STAFF, Installation
from services.shared.calendar import clock
from services.shared.errors import Unavailable
from services.shared.staff import backups


class NotMade(Told):
    """There is no new backup; the message says why."""


def make_noted(office: Installation, to: Path, recipient: str, keep: int) -> list[str]:
    """Make one, leave the newest ``keep``; returns what is to be said of it. Raises NotMade."""
    begun = clock.now()
    try:
        manifest, read = make.backup(office.source(), to, encrypted.recipient(recipient), begun)
        make.keep(to, keep)
    except (Told, Unavailable, OSError) as error:
        unnoted = _note(office, "", begun, 0, str(error))
        raise NotMade("; ".join([f"no backup was made: {error}", *unnoted])) from error
    unnoted = _note(office, manifest.name, begun, manifest.size, None)
    return [_made(manifest, read, begun), _seal(to / "sets" / manifest.name), *unnoted]


def _note(office: Installation, name: str, begun: datetime, size: int, error: str | None) -> list[str]:
    """So that doctor, metrics and operations page know; a backup without this note is one too."""
    try:
        with office.database(STAFF) as staff, staff.transaction() as session:
            backups.record(session, name, begun, clock.now(), size, error)
    except Unavailable as trouble:
        return [f"it could not be noted in the database: {trouble}"]
    return []


def _made(manifest: Manifest, read: int, begun: datetime) -> str:
    return (
        f"Backup {manifest.name}: {len(manifest.tables)} tables, {len(manifest.objects)} objects, "
        f"{manifest.size / 1e6:.1f} MB, of which {read / 1e6:.1f} MB of objects are new; "
        f"{(clock.now() - begun).total_seconds():.1f} s."
    )


def _seal(folder: Path) -> str:
    try:
        return f"Signed by the office's seal {signature.seal_of(folder)} (write it down: a restore asks for it)."
    except Broken:
        return "It is NOT signed, for the office's seal is not there; `sigap doctor` says why."
