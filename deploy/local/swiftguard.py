"""Swift filter: refuse, cleanly and before anything is touched, what Swift's S3 front does not know.

Unguarded, Swift takes ``PUT object?retention`` for a plain put and *overwrites the object* with the request's XML; and
it drops promises silently (encryption, tags, locks by header). So known words pass, everything else is answered with
501; and with 403 what is not signed at all: Swift's own interface, which nobody here uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from deploy.local.swiftrights import Policy, access_keys, load, wanted

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

SUBRESOURCES = {"acl", "delete", "location", "partnumber", "uploadid", "uploads", "versionid", "versioning", "versions"}
LISTING = {
    "prefix", "delimiter", "marker", "max-keys", "encoding-type", "list-type", "continuation-token", "start-after",
    "fetch-owner", "key-marker", "version-id-marker", "upload-id-marker", "max-uploads", "part-number-marker",
    "max-parts",
}  # fmt: skip
SIGNING = {"awsaccesskeyid", "signature", "expires"}
PREFIXES = ("x-amz-", "response-")  # signed addresses, and the headers that such an address may set on the answer
KNOWN = SUBRESOURCES | LISTING | SIGNING

BROKEN_PROMISES = (
    "HTTP_X_AMZ_OBJECT_LOCK",
    "HTTP_X_AMZ_BUCKET_OBJECT_LOCK",
    "HTTP_X_AMZ_SERVER_SIDE_ENCRYPTION",
    "HTTP_X_AMZ_TAGGING",
)

ANSWER = "<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
UNKNOWN = ("501 Not Implemented", "NotImplemented", "The embedded object store does not support this.")
UNSIGNED = ("403 Forbidden", "AccessDenied", "The request is not signed.")
NOT_YOURS = ("403 Forbidden", "AccessDenied", "This key may not do that.")


def refusal(environ: Mapping[str, Any], policies: Mapping[str, Policy]) -> tuple[str, str, str] | None:
    """Status, S3 error code and message for a request that must not pass; None for one that may."""
    words = {word.lower() for word, _ in parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)}
    keys = access_keys(environ)
    if len(keys) != 1:
        return UNSIGNED
    if any(word not in KNOWN and not word.startswith(PREFIXES) for word in words):
        return UNKNOWN
    if any(name.startswith(BROKEN_PROMISES) for name in environ):
        return UNKNOWN
    policy = policies.get(keys.pop())
    return NOT_YOURS if policy and not all(policy.allows(*wish) for wish in wanted(environ)) else None


def filter_factory(global_conf: Mapping[str, str], **conf: str) -> Callable[[Application], Application]:
    """Paste entry point; stands before s3api in the proxy's pipeline. ``rights``: the folder of the keys' policies.

    ``offices``: the slugs of those beside the first.
    """
    policies = load(Path(conf["rights"]), conf.get("offices", "").split())

    def wrap(app: Application) -> Application:
        def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            environ.pop("HTTP_X_AUTH_TOKEN", None)  # of Swift's own interface
            no = refusal(environ, policies)
            if no is None:
                return app(environ, start_response)
            status, body = _answer(environ["REQUEST_METHOD"], *no)
            start_response(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
            return [body]

        return guarded

    return wrap


def _answer(method: str, status: str, code: str, message: str) -> tuple[str, bytes]:
    return status, b"" if method == "HEAD" else ANSWER.format(code=code, message=message).encode()
