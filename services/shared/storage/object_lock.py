"""Whether the store itself keeps objects from being removed (S3 object lock): asked of it, never assumed."""

from __future__ import annotations

from dataclasses import dataclass

from minio import Minio
from minio.error import S3Error

HELD = "Penyimpanan masih menahan berkas arsip (object lock). Pemusnahan dilanjutkan sesudah masanya habis."
# What stores answer that have no object lock, on this bucket or at all.
_NONE = {"ObjectLockConfigurationNotFoundError", "NotImplemented", "MethodNotAllowed"}


@dataclass(frozen=True)
class Lock:
    """A bucket's object lock: mode and days for which each new object is kept; None where it sets no default."""

    mode: str | None
    days: int | None


def asked(client: Minio, bucket: str) -> Lock | None:
    """What the store says now; None where it has no object lock. Raises the SDK's errors for anything else."""
    try:
        found = client.get_object_lock_config(bucket)
    except S3Error as error:
        if error.code in _NONE:
            return None
        raise
    days = found.duration * (365 if found.duration_unit == "Years" else 1) if found.duration else None
    return Lock(found.mode, days)
