"""The connections to the object store, which the SDK and ``Puts`` share."""

from __future__ import annotations

from urllib.parse import urlsplit

import urllib3
from minio import Minio

from services.shared.config.settings import Settings
from services.shared.storage.object_puts import BLOCK


def client(settings: Settings, http: urllib3.PoolManager) -> Minio:
    """The SDK, with the keys of the settings."""
    address = urlsplit(settings.s3_endpoint)
    return Minio(
        address.netloc,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value(),
        secure=address.scheme == "https",
        region=settings.s3_region,
        http_client=http,
    )


def connections() -> urllib3.PoolManager:
    """Kept open; soon given up where nobody answers, patient with a long body (seconds)."""
    return urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=3, read=60),
        maxsize=16,
        blocksize=BLOCK,
        retries=urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=[502, 503, 504]),
    )
