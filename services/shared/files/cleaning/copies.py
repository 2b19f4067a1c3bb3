"""The cleaned copy of a stored file: made when it is first asked for, kept beside the file's small pictures."""

from __future__ import annotations

from services.shared import confined
from services.shared.errors import Forbidden, Unavailable
from services.shared.files.cleaning.known import CLEANED, DRAWN, HARMLESS
from services.shared.files.media.fetching import beside, write_anew
from services.shared.storage.object_store import ObjectStore, StoredObject
from services.shared.unit_of_work import Service

_CLEAN = "services.shared.files.cleaning.clean"
confined.preload(_CLEAN)

SECONDS = 60.0
ROOM = 48 * 1024 * 1024  # bytes that a copy may be larger

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
        return made_copy(service.store, bucket, key, DRAWN.get(original.content_type, original.content_type))
    return _make(service, original, bucket, folder)


def made_copy(store: ObjectStore, bucket: str, key: str, content_type: str) -> StoredObject:
    """What was made of a file and lies below its hash; of the store it is asked how long it is."""
    return StoredObject(bucket, key, key.rpartition("/")[2], int(store.about(bucket, key)["size"]), content_type)


def _make(service: Service, original: StoredObject, bucket: str, folder: str) -> StoredObject:
    with beside(service.store, original, service.settings.spool_dir, "clean-") as (source, target):
        room = 2 * original.size + ROOM
        try:
            answer = write_anew(f"{_CLEAN}:clean", source, target, original.content_type, seconds=SECONDS, writes=room)
        except confined.TooMuch:
            raise Unavailable(BUSY) from None
        if not answer["done"]:
            raise Forbidden(NOT_CLEANED)
        with target.open("rb") as file:
            kind = DRAWN.get(original.content_type, original.content_type)
            return service.store.put_file(bucket, folder, file, kind)
