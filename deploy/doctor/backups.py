"""The newest backup's files, where they can be seen from here: all there, and whole by their length."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from deploy.backup import wal_medium
from deploy.backup.manifest import Broken, Manifest, load, sets
from deploy.doctor.finding import Finding, Findings, failure, good, some_of
from deploy.installation import Installation, NotSetUp
from services.shared.calendar import clock
from services.shared.config.settings import Settings

PLACE = "SIGAP_BACKUP_DIR"
SHOWN = 3


def files(installation: Installation, _: dict[str, Settings]) -> Findings:
    """Nothing is said where this place is not told, as on a machine that only copies its backups elsewhere."""
    target = _place(installation)
    if target is None or not (found := sets(target)):
        return
    try:
        manifest = load(found[-1])
    except Broken as error:
        yield failure("backup", str(error), "Run `sigap backup` now: the newest one cannot be restored.")
        return
    yield _whole(target, manifest)


def _whole(target: Path, manifest: Manifest) -> Finding:
    wrong = list(_damaged(target, manifest))
    if not wrong:
        return good("backup", f"{manifest.name} has all its files; what is in them: `sigap backup verify`")
    anew = "Delete these files and run `sigap backup`, which copies them anew"
    found = f"{len(wrong)} files of {manifest.name} are missing or cut off: {some_of(wrong, SHOWN)}"
    return failure("backup", found, f"{anew}; then `sigap backup verify` ({target}).")


def log(installation: Installation, _: dict[str, Settings]) -> Findings:
    """Where the database's log is followed, it goes on; nothing is said where it is not."""
    target = _place(installation)
    at = wal_medium.last(target) if target else None
    if at is None:
        return
    if abs(clock.now() - at) > wal_medium.TOO_OLD:  # or of a clock that ran ahead
        advice = "Is `sigap wal follow` (sigap-wal) running, is the medium there? Its log says why it stopped."
        yield failure("log", f"the database's log came to the backup last at {clock.date_time(at)}", advice)
    else:
        yield good("log", f"the database's log came to the backup last at {clock.date_time(at)}")


def _place(installation: Installation) -> Path | None:
    try:
        told = os.environ.get(PLACE) or installation.admin.get(PLACE)
    except NotSetUp:
        return None
    return Path(told) if told else None


def _damaged(target: Path, manifest: Manifest) -> Iterator[str]:
    """A sealed file is never shorter than what is in it."""
    for part in (manifest.database, manifest.office, *(item.part for item in manifest.objects)):
        try:
            if (target / part.file).stat().st_size < part.size:
                yield part.file
        except OSError:
            yield part.file
