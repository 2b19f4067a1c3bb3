"""The newest backup's files, where they can be seen from here: all there, and whole by their length."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from deploy.backup.manifest import Broken, Manifest, load, sets
from deploy.doctor.finding import Findings, failure, good
from deploy.installation import Installation, NotSetUp
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
    wrong = list(_damaged(target, manifest))
    if wrong:
        some = ", ".join(wrong[:SHOWN]) + (f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else "")
        advice = (
            f"Delete these files and run `sigap backup`, which copies them anew; then `sigap backup verify` ({target})."
        )
        yield failure("backup", f"{len(wrong)} files of {manifest.name} are missing or cut off: {some}", advice)
    else:
        yield good("backup", f"{manifest.name} has all its files; what is in them: `sigap backup verify`")


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
