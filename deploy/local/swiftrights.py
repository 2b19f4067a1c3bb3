"""What a service's key may do in the embedded store: the same policy files that MinIO gets, read by ourselves.

Of the policy language only what our files use: Allow and Deny (which wins) of actions on resources with ``*``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from deploy.names import Names

ARN = "arn:aws:s3:::"
ACCOUNT = "sigap"

# A word in the query → the action, by method; the words stand in the order in which they are looked for.
BUCKET_WORDS = {
    "location": {"GET": "s3:GetBucketLocation"},
    "uploads": {"GET": "s3:ListBucketMultipartUploads"},
    "versions": {"GET": "s3:ListBucketVersions"},
    "versioning": {"GET": "s3:GetBucketVersioning", "PUT": "s3:PutBucketVersioning"},
    "acl": {"GET": "s3:GetBucketAcl", "PUT": "s3:PutBucketAcl"},
    "": {"GET": "s3:ListBucket", "PUT": "s3:CreateBucket", "DELETE": "s3:DeleteBucket"},
}
OBJECT_WORDS = {
    "acl": {"GET": "s3:GetObjectAcl", "PUT": "s3:PutObjectAcl"},
    "uploadId": {"GET": "s3:ListMultipartUploadParts", "DELETE": "s3:AbortMultipartUpload"},
    "versionId": {"GET": "s3:GetObjectVersion", "DELETE": "s3:DeleteObjectVersion"},
    "": {"GET": "s3:GetObject", "PUT": "s3:PutObject", "POST": "s3:PutObject", "DELETE": "s3:DeleteObject"},
}
UNNAMED = "s3:Unnamed"  # no policy allows it


@dataclass(frozen=True)
class Policy:
    """One policy file: (effect, actions, resources) of each statement."""

    statements: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]

    def allows(self, action: str, resource: str) -> bool:
        """Whether an action on ``bucket`` or ``bucket/key`` is allowed and not denied."""
        effects = {
            effect
            for effect, actions, resources in self.statements
            if action in actions and any(fnmatchcase(resource, known) for known in resources)
        }
        return effects == {"Allow"}


def load(folder: Path, offices: Iterable[str] = ()) -> dict[str, Policy]:
    """Access key → policy, for every ``store-<service>.json`` in a folder; of further offices for their own buckets."""
    found = {}
    for file in folder.glob("store-*.json"):
        service = file.stem.removeprefix("store-")
        found[f"{ACCOUNT}:{service}"] = _policy(file.read_text())
        for slug in offices:
            found[f"{slug}:{service}"] = _policy(Names(slug).in_policy(file.read_text()))
    return found


def _policy(text: str) -> Policy:
    return Policy(
        tuple(
            (item["Effect"], tuple(item["Action"]), tuple(name.removeprefix(ARN) for name in item["Resource"]))
            for item in json.loads(text)["Statement"]
        )
    )


def access_keys(environ: Mapping[str, Any]) -> set[str]:
    """Every access key that a request names, in the forms that Swift's S3 front knows."""
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    named = [key.split("/")[0] for key in query.get("X-Amz-Credential", [])] + query.get("AWSAccessKeyId", [])
    header = str(environ.get("HTTP_AUTHORIZATION", ""))
    kind, _, rest = header.partition(" ")
    if kind == "AWS4-HMAC-SHA256":
        named += [part.split("=", 1)[1].split("/")[0] for part in _parts(rest) if part.startswith("Credential=")]
    elif kind == "AWS":
        named.append(rest.rpartition(":")[0])
    elif header:
        named += ["", header]  # nothing that we know: two names, so it is refused
    return set(named)


def wanted(environ: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a request wants to do, as (action, resource) pairs; all of them have to be allowed."""
    method = {"HEAD": "GET"}.get(environ["REQUEST_METHOD"], environ["REQUEST_METHOD"])
    words = set(parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    bucket, _, key = environ.get("PATH_INFO", "")[1:].partition("/")
    if not bucket:
        yield "s3:ListAllMyBuckets", "*"
    elif key:
        yield _action(OBJECT_WORDS, words, method), f"{bucket}/{key}"
        if source := environ.get("HTTP_X_AMZ_COPY_SOURCE"):
            yield "s3:GetObject", unquote(source).split("?")[0].removeprefix("/")
    elif method == "POST":  # several objects at once, named in the body, where we do not look
        yield UNNAMED, bucket
    else:
        yield _action(BUCKET_WORDS, words, method), bucket


def _action(table: Mapping[str, Mapping[str, str]], words: set[str], method: str) -> str:
    """What a method means with the words of its query; a word that changes nothing is passed over."""
    for word, actions in table.items():
        if (word in words or not word) and (method in actions or not word):
            return actions.get(method, UNNAMED)
    return UNNAMED


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]
