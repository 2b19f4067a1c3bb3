"""The cleaned copy of a stored file: made when it is first asked for, kept beside the file's small pictures."""

from __future__ import annotations

import tempfile
from pathlib import Path

from services.shared import confined
from services.shared.errors import Forbidden, Unavailable
from services.shared.files.cleaning.known import CLEANED, DRAWN, HARMLESS
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service

_CLEAN = "services.shared.files.cleaning.clean"
confined.preload(_CLEAN)

SECONDS = 60.0
ROOM = 48 * 1024 * 1024  # bytes that a copy may be larger
MEMORY = 1024 * 1024 * 1024  # bytes above what the child begins with: a photo and a document are read whole
NOT_CLEANED = (
    "Berkas asli memuat keterangan tersembunyi (misalnya nama atau lokasi) yang tidak boleh Anda lihat, dan salinan "
    "tanpa keterangan itu tidak dapat dibuat. Lihat pratinjaunya, atau mintalah kepada Kasi."
)
BUSY = "Salinan tanpa keterangan tersembunyi sedang disiapkan. Coba lagi sebentar."


def cleaned(service: Service, original: StoredObject, place: tuple[str, str]) -> StoredObject:
    """The copy without metadata. ``place``: bucket and folder of what is made of this very file.

    Raises:
        Forbidden: nobody can clean it (damaged, locked, a type that we cannot write). Unavailable: it takes too long
            now, or the store does not answer. Missing: the original is gone.
    """
    if original.content_type in HARMLESS:
        return original
    if original.content_type not in CLEANED:
        raise Forbidden(NOT_CLEANED)
    bucket, folder = place[0], f"{place[1]}/clean"
    for key in service.store.keys(bucket, f"{folder}/"):
        size = int(service.store.about(bucket, key)["size"])
        kind = DRAWN.get(original.content_type, original.content_type)
        return StoredObject(bucket, key, key.rpartition("/")[2], size, kind)
    return _make(service, original, bucket, folder)


def _make(service: Service, original: StoredObject, bucket: str, folder: str) -> StoredObject:
    with tempfile.TemporaryDirectory(dir=service.settings.spool_dir, prefix="clean-") as spool:
        source, target = Path(spool) / "asli", Path(spool) / "bersih"
        with source.open("wb") as file:
            service.store.save(original, file)
        try:
            target.touch()  # the child opens no other file for writing, and makes none
            answer = confined.run(
                f"{_CLEAN}:clean",
                str(source),
                str(target),
                original.content_type,
                seconds=SECONDS,
                memory=MEMORY,
                files=[str(source)],
                target=str(target),
                writes=2 * original.size + ROOM,
            )
        except confined.TooMuch:
            raise Unavailable(BUSY) from None
        if not answer["done"]:
            raise Forbidden(NOT_CLEANED)
        with target.open("rb") as file:
            kind = DRAWN.get(original.content_type, original.content_type)
            return service.store.put_file(bucket, folder, file, kind)
