"""Examples of bodies in the API document, made from what the document says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]
_FORMATS = {
    "date": "2026-11-24",
    "date-time": "2026-11-24T06:30:00Z",
    "uuid": "3f2b8c1e-5d4a-4c6b-9e7f-0a1b2c3d4e5f",
    "email": "nama@contoh.id",
}
# What patterns ask for.
_SHAPED = ("a3" * 32, "2026-11", "081234567890", "contoh", "contoh1", "12", f"{_FORMATS['uuid']}.1")
_WORDS = "Contoh isian yang cukup panjang. "


def add_examples(document: dict[str, Any]) -> dict[str, Any]:
    """The document with an ``example`` for each body of JSON."""
    for item in document.get("paths", {}).values():
        for operation in item.values():
            body = operation.get("requestBody", {}) if isinstance(operation, dict) else {}
            for kind, content in body.get("content", {}).items():
                if kind == "application/json":
                    content["example"] = example(document, content["schema"])
    return document


def example(document: Json, schema: Json) -> Any:
    """A value that the schema describes."""
    schema = _resolved(document, schema)
    if "enum" in schema:
        return next((value for value in schema["enum"] if value not in ("", None)), schema["enum"][0])
    kinds = schema.get("type", "object" if "properties" in schema else "string")
    kind = next((each for each in [kinds] if isinstance(each, str)), None) or next(k for k in kinds if k != "null")
    if kind == "object":
        known = schema.get("properties", {}).items()
        return {name: example(document, part) for name, part in known if not _resolved(document, part).get("readOnly")}
    if kind == "array":
        return [example(document, schema.get("items", {}))]
    return _plain(kind, schema)


def _plain(kind: str, schema: Json) -> Any:
    if kind == "boolean":
        return False
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if pattern := schema.get("pattern"):
        return next((value for value in _SHAPED if re.search(pattern, value)), "")
    least, most = schema.get("minLength", 1), schema.get("maxLength", 200)
    return (_WORDS * (1 + least // len(_WORDS)))[: max(least, min(most, 32))].strip().ljust(least, ".")


def _resolved(document: Json, schema: Json) -> Json:
    for part in schema.get("allOf", ()) or schema.get("anyOf", ()):
        if "$ref" in part:
            return _resolved(document, part)
    if "$ref" not in schema:
        return schema
    found: Any = document
    for name in schema["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return _resolved(document, found)
