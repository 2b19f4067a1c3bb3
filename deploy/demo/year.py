"""The demonstration's earlier year: a backup that was played once and is shipped, restored into a new demonstration.

It is packed plainly, as nothing in it is secret; here it is sealed for a key that lives as long as the restore, and
goes the way of every restored office: compared row by row and file by file, then migrated forward by the set-up.
A real office never gets it (``wanted``), and what it holds stays noted as a demonstration (``deploy/kind.py``).
"""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyrage

from deploy import kept_secrets
from deploy.backup import database, marks
from deploy.backup.manifest import Part, load
from deploy.backup.restore import Restored, restore
from deploy.errors import Told
from deploy.installation import store_of
from deploy.kind import Kind, noted
from deploy.office_keys import keep_secrets
from services.shared.calendar import clock

SHIPPED = Path(__file__).parent / "year.tar.xz"
FOREIGN = ("SIGAP_ADMIN_DATABASE_URL", "SIGAP_S3_ENDPOINT", "SIGAP_OFFICE_FILE")  # somebody else's servers or office


class NoYear(Told):
    """The shipped year cannot be read."""


def wanted(env: Mapping[str, str], shipped: Path = SHIPPED, own: Mapping[str, str] = os.environ) -> bool:
    """Whether a new demonstration begins here, on servers and facts of its own, and nobody said no stories.

    What ``own`` names is the operator's. A half-restored one is begun anew.
    """
    asked = env.get("SIGAP_DEMO") == "1" and env.get("SIGAP_DEMO_STORIES", "1") in {"1", "year"}
    if not asked or not shipped.exists() or any(own.get(name) for name in FOREIGN):
        return False
    if kept_secrets.file_in(Path(env["SIGAP_RUN_DIR"])).exists():
        return False
    admin = env["SIGAP_ADMIN_DATABASE_URL"]
    return database.is_empty(admin) or marks.is_marked(admin)


def bring(env: Mapping[str, str], shipped: Path = SHIPPED) -> Restored | None:
    """Restore the shipped year; None where it ends later than this machine's clock: it would lie in the future.

    Raises:
        NoYear: it is no demonstration's, or cannot be read. Broken: the place is not empty, or what is there now is
            not what was packed.
    """
    run = Path(env["SIGAP_RUN_DIR"])
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=run) as folder:
        target, key = Path(folder), pyrage.x25519.Identity.generate()
        unpack(shipped, target)
        manifest = load(target)
        if manifest.begun > clock.now():
            return None
        sealed = replace(manifest, office=_office(target, manifest.office))
        for file in {part.file for part in (sealed.database, sealed.office, *(one.part for one in sealed.objects))}:
            plain = target / file
            plain.write_bytes(pyrage.encrypt(plain.read_bytes(), [key.to_public()]))
        return restore(target, sealed, key, env["SIGAP_ADMIN_DATABASE_URL"], store_of(dict(env)), run)


def unpack(shipped: Path, target: Path) -> None:
    """Its files, plain. Raises NoYear."""
    try:
        with tarfile.open(shipped, "r:xz") as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(target)  # noqa: S202 -- our own file
    except (OSError, tarfile.TarError, lzma.LZMAError, EOFError) as error:
        raise NoYear(f"{shipped} cannot be read: {error}.") from error


def _office(target: Path, part: Part) -> Part:
    """The office's files with secrets of this run's own: of the shipped ones only the keys that its data need."""
    with tempfile.TemporaryDirectory(dir=target) as folder:
        files = Path(folder)
        with tarfile.open(target / part.file) as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(files)  # noqa: S202 -- our own file
        if noted(files) is not Kind.DEMONSTRATION:
            raise NoYear("What is shipped is no demonstration.")
        keep_secrets(files)
        data = tar_of(files)
    (target / part.file).write_bytes(data)
    return replace(part, plain_sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def tar_of(folder: Path) -> bytes:
    """What a folder holds."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in sorted(folder.iterdir()):
            archive.add(name, arcname=name.name)
    return out.getvalue()
