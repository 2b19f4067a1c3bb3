"""Swift filter: the storage servers behind the proxy answer only those who know the installation's key.

Swift trusts its inner network. Here that is the loopback of a machine which other people may use too: without the key
every local account could read and replace objects past the proxy, without any password.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

HEADER = "X-Sigap-Inner-Key"


def present(key: str) -> None:
    """Let every request that this Swift process sends to a storage server carry the key."""
    from swift.common.bufferedhttp import BufferedHTTPConnection

    plain = BufferedHTTPConnection.putrequest

    def with_key(self: Any, method: str, url: str, *args: Any, **named: Any) -> None:
        plain(self, method, url, *args, **named)
        self.putheader(HEADER, key)

    BufferedHTTPConnection.putrequest = with_key


def filter_factory(global_conf: Mapping[str, str], key: str, **conf: str) -> Callable[[Application], Application]:
    """Paste entry point; stands first in the pipeline of the account, container and object server."""
    expected = key.encode()

    def wrap(app: Application) -> Application:
        def asked(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            given = environ.pop("HTTP_X_SIGAP_INNER_KEY", "").encode("latin-1")
            if hmac.compare_digest(given, expected):
                return app(environ, start_response)
            return _forbidden(start_response)

        return asked

    return wrap


def _forbidden(start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Content-Length", "0")])
    return [b""]
