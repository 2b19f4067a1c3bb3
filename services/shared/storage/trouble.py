"""What an object store's trouble means to a person: nothing there, no room, or no answer."""

from __future__ import annotations

import http.client

import urllib3
from minio.error import MinioException, S3Error

from services.shared.errors import Missing, Unavailable
from services.shared.phrases import phrase
from services.shared.storage.room import Full

_FULL = {"XMinioStorageFull", "InsufficientStorage", "QuotaExceeded"}


def _says_full(error: object) -> bool:
    """Whether a store says that it has no room: MinIO and SeaweedFS by their codes, others by the status 507."""
    status = getattr(getattr(error, "response", None), "status", getattr(error, "status_code", 0))
    return getattr(error, "code", "") in _FULL or status == http.client.INSUFFICIENT_STORAGE


class trouble:  # noqa: N801 -- reads as a statement: `with trouble():`
    """Turns the SDK's and urllib3's errors into ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, S3Error) and error.code in {"NoSuchKey", "NoSuchBucket"}:
            raise Missing("Berkas ini tidak ada di penyimpanan.") from error
        if _says_full(error):
            raise Full from error
        if isinstance(error, (MinioException, urllib3.exceptions.HTTPError, OSError)):
            raise Unavailable(phrase("Penyimpanan berkas sedang tidak dapat dihubungi. Coba lagi sebentar.")) from error
