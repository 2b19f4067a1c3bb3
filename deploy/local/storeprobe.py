"""One signed put to an S3 store, by the standard library alone: whoever watches the embedded store loads no client."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import time
from dataclasses import dataclass

PATIENCE = 5.0  # seconds
UNSIGNED = "UNSIGNED-PAYLOAD"
REFUSED = ("SignatureDoesNotMatch", "InvalidAccessKeyId")


class Refused(Exception):
    """The store does not know the key, or not its secret."""


@dataclass(frozen=True)
class Probe:
    """Where the store is (``host:port``), in which region, and the key that asks."""

    address: str
    region: str
    key: str
    secret: str

    def passes(self) -> bool:
        """Whether a put of one byte goes through, into a bucket made for it. Raises Refused."""
        try:
            status = self._put("/ready/ready", b"1")
            if status == http.client.NOT_FOUND:
                self._put("/ready", b"")
                status = self._put("/ready/ready", b"1")
        except (OSError, http.client.HTTPException):
            return False
        return status == http.client.OK

    def _put(self, path: str, body: bytes) -> int:
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            connection.request("PUT", path, body, self._signed("PUT", path))
            answer = connection.getresponse()
            said = answer.read().decode(errors="replace")
        finally:
            connection.close()
        if any(f"<Code>{code}</Code>" in said for code in REFUSED):
            raise Refused(said)
        return answer.status

    def _signed(self, method: str, path: str) -> dict[str, str]:
        """The headers of a request, signed by AWS's version 4; the body is not in the signature."""
        moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        scope = f"{moment[:8]}/{self.region}/s3/aws4_request"
        headers = {"host": self.address, "x-amz-content-sha256": UNSIGNED, "x-amz-date": moment}
        lines, names = [f"{name}:{value}" for name, value in headers.items()], ";".join(headers)
        request = "\n".join([method, path, "", *lines, "", names, UNSIGNED])
        text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(request.encode()).hexdigest()])
        key = f"AWS4{self.secret}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.new(key, text.encode(), "sha256").hexdigest()
        said = f"AWS4-HMAC-SHA256 Credential={self.key}/{scope},SignedHeaders={names},Signature={signature}"
        return headers | {"Authorization": said}
