"""A reference to bytes in object storage, as it travels in messages: never the bytes themselves."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.handoffs.contract import Body


class EvidenceRef(Body):
    """One file of a case: where it lies, what it is, and the hash that proves it unchanged. Size in bytes."""

    id = fields.UUID(required=True)
    role = fields.String(required=True)  # id_card, evidence, signed_form, form, receipt, report, letter, minutes …
    name = fields.String(required=True)
    bucket = fields.String(required=True)
    key = fields.String(required=True)
    sha256 = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}$"))
    size = fields.Integer(required=True, validate=validate.Range(min=0))
    content_type = fields.String(required=True)
    added_at = fields.AwareDateTime(required=True)
    added_by = fields.String(required=True)
    trouble = fields.String()  # why it cannot be opened (files/troubles.py); left out where nothing is known


_NAMES = tuple(name for name in EvidenceRef().fields if name != "trouble")


def reference(file: object) -> dict[str, Any]:
    """A file of a case as it travels: where it lies and its hash, never the bytes."""
    trouble = getattr(file, "trouble", "")
    return {name: getattr(file, name) for name in _NAMES} | ({"trouble": trouble} if trouble else {})


def as_kept(ref: dict[str, Any]) -> dict[str, Any]:
    """Of a reference what a row of kept files (``shared/files``) takes: it learns its trouble by looking itself."""
    return {name: ref[name] for name in _NAMES}
