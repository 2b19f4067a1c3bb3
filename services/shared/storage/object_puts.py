"""How bytes get into the store: one object in one request, its body read as it is sent.

The SDK can only hold a body in memory, in parts. The SHA-256 is known before (it is the object's name), so the request
is signed with it (AWS Signature Version 4, ``x-amz-content-sha256``): the store refuses bytes that are not those.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import IO, BinaryIO, cast
from urllib.parse import quote, urlsplit

import urllib3
from minio import Minio
from minio.credentials import Credentials
from minio.error import S3Error, ServerError
from minio.signer import sign_v4_s3

from services.shared.config.settings import Settings

LARGEST = 5 * 1024**3  # bytes that S3 takes in one PUT (Amazon S3 User Guide, "Uploading objects")
BLOCK = 256 * 1024  # bytes of a body that are read and sent at a time
PART = 8 * 1024**2  # bytes held in memory at a time where an object is larger than one request may be
OWN_PORT = {"http": ":80", "https": ":443"}
_STALL = 30  # seconds that a long body may stall in the middle; urllib3 counts that to the time of connecting


class Puts:
    """Puts objects, over the connections that the SDK uses too.

    What both methods raise (MinioException, urllib3.exceptions.HTTPError) is for ``ObjectStore`` to put into our words.
    """

    def __init__(self, settings: Settings, client: Minio, http: urllib3.PoolManager) -> None:
        scheme, _, host = settings.s3_endpoint.rstrip("/").partition("://")
        # HTTP clients and proxies leave the scheme's own port out of Host, which is signed.
        self._endpoint = f"{scheme}://{host.removesuffix(OWN_PORT.get(scheme, ''))}"
        self._region = settings.s3_region
        self._credentials = Credentials(settings.s3_access_key, settings.s3_secret_key.get_secret_value())
        self._client, self._http = client, http

    def put(self, bucket: str, key: str, source: IO[bytes], size: int, content_type: str, sha256: str) -> None:
        """Store ``size`` bytes of ``source``, whose SHA-256 (hex) was taken before, under ``bucket/key``.

        A lost connection is tried again where ``source`` can be rewound.
        """
        if size > LARGEST:
            self.put_parts(bucket, key, source, size, content_type, sha256)
            return
        url = urlsplit(f"{self._endpoint}/{bucket}/{quote(key, safe='/~-._')}")
        now = datetime.now(UTC)
        headers = {
            "Host": url.netloc,
            "Content-Length": str(size),
            "Content-Type": content_type,
            "x-amz-checksum-sha256": b64encode(bytes.fromhex(sha256)).decode(),  # wanted by buckets with object lock
            "x-amz-content-sha256": sha256,
            "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
            "x-amz-meta-sha256": sha256,
        }
        signed = sign_v4_s3(
            method="PUT",
            url=url,
            region=self._region,
            headers=headers,  # type: ignore[arg-type]
            credentials=self._credentials,
            content_sha256=sha256,
            date=now,
        )
        more = {"timeout": urllib3.Timeout(connect=_STALL, read=60)} if size > PART else {}
        answer = self._http.request("PUT", url.geturl(), body=source, headers=signed, **more)  # type: ignore[arg-type]
        if answer.status == 200:
            return
        if answer.data.lstrip().startswith(b"<"):
            raise S3Error.fromxml(answer)
        raise ServerError(f"the store answered a PUT with status {answer.status}", answer.status)

    def put_parts(self, bucket: str, key: str, source: IO[bytes], size: int, content_type: str, sha256: str) -> None:
        """The same by the SDK, in parts one after the other; ``sha256`` is only noted, and may be empty."""
        self._client.put_object(
            bucket,
            key,
            cast(BinaryIO, source),
            size,
            content_type=content_type,
            part_size=PART,
            num_parallel_uploads=1,
            metadata={"sha256": sha256} if sha256 else {},
        )
