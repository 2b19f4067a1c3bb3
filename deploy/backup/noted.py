"""A backup that the services know of: made, old ones put away, and noted in the staff's schema, also when it failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from deploy.backup import encrypted, make, signature, tried
from deploy.backup.manifest import Broken, Manifest
from deploy.errors import Told
from deploy.installation import STAFF, Installation
from services.shared.calendar import clock
from services.shared.config.settings import SettingsError
from services.shared.data.database import Database
from services.shared.errors import Unavailable
from services.shared.rights.people import Role
from services.shared.staff import backups, telling

OPERATIONS = "/intake/operations"


class NotMade(Told):
    """There is no new backup; the message says why."""


def make_noted(office: Installation, to: Path, recipient: str, keep: int) -> list[str]:
    """Make one, leave the newest ``keep``; returns what is to be said of it. Raises NotMade."""
    begun = clock.now()
    try:
        made = make.backup(office.source(), to, encrypted.recipient(recipient), begun)
        make.keep(to, keep)
    except (Told, Unavailable, OSError) as error:
        unnoted = _note(office, "", begun, 0, str(error))
        raise NotMade("; ".join([f"no backup was made: {error}", *unnoted])) from error
    troubles = [*([] if tried.tried(to, recipient.strip()) else [tried.UNTRIED]), *made.troubles]
    manifest = made.manifest
    unnoted = _note(office, manifest.name, begun, manifest.size, "; ".join(troubles) or None, made.replaced)
    said = [_made(manifest, made.read, begun), _seal(to / "sets" / manifest.name), *_faults(troubles, made.replaced)]
    return [*said, *unnoted]


def _faults(troubles: Sequence[str], replaced: Sequence[str]) -> list[str]:
    said = [f"It does not count: {trouble}." for trouble in troubles]
    if replaced:
        said.append(f"{len(replaced)} damaged files of the backup were replaced, such as {replaced[0]}.")
    return said


def _note(
    office: Installation, name: str, begun: datetime, size: int, error: str | None, replaced: Sequence[str] = ()
) -> list[str]:
    """So that doctor, metrics and operations page know, and the administrators hear of what is new and wrong.

    A backup without this note is one too.
    """
    news = [f"{len(replaced)} berkas cadangan rusak dan sudah diganti; periksa media cadangan."] if replaced else []
    try:
        with office.database(STAFF) as staff:
            with staff.transaction() as session:
                if error and error[:500] != backups.last_error(session):
                    news.append(f"Cadangan data bermasalah: {error}")
                backups.record(session, name, begun, clock.now(), size, error)
            if news:
                _ring(office, staff, news)
    except (Unavailable, SettingsError) as trouble:
        return [f"it could not be noted in the database: {trouble}"]
    return []


def _ring(office: Installation, staff: Database, news: Sequence[str]) -> None:
    """At the administrators of today, by the office's own day."""
    office.facts  # noqa: B018 -- from here on the process goes by the office's clock
    with staff.transaction() as session:
        now = clock.now()
        admins = dict.fromkeys(telling.holders(session, [Role.ADMIN], now), OPERATIONS)
        for text in news:
            telling.tell(session, now, admins, text)


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
