"""Programs that were written for an earlier release go on working: no operation is taken away, none asks for more.

``releases/<version>.api.json`` holds what the operations of a release took and gave; it is never edited.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from services.handoffs.contract import SERVICES
from tests.support.office import TestOffice

RELEASES = sorted(Path(__file__).parent.glob("releases/*.api.json"))
METHODS = ("get", "post", "put", "delete")
Operation = dict[str, list[str]]


def operations(document: Mapping[str, Any]) -> dict[str, Operation]:
    """What each operation takes (``must`` be given, ``may`` be) and gives, as dotted names."""
    return {
        f"{method.upper()} {_plain(path)}": _shape(document, item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }


def _shape(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Operation:
    asked = [(each["name"], each.get("required", False)) for each in operation.get("parameters", ()) if "name" in each]
    body = operation.get("requestBody", {})
    for content in body.get("content", {}).values():
        asked += _fields(document, content["schema"])
    given: set[str] = set()
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            for content in _resolved(document, answer).get("content", {}).values():
                given |= {name for name, _ in _fields(document, content["schema"])}
    must = sorted({name for name, required in asked if required})
    return {"must": must, "may": sorted({name for name, _ in asked} - {*must}), "gives": sorted(given)}


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[str, bool]]:
    """(dotted name, required) of the fields of a schema, two deep; a list's items are its fields."""
    schema = _resolved(document, schema)
    for part in (*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from _fields(document, part, depth)
    if "items" in schema:
        yield from _fields(document, schema["items"], depth)
    for name, inner in schema.get("properties", {}).items():
        yield name, depth == 0 and name in schema.get("required", ())
        if depth < 1:
            yield from ((f"{name}.{below}", False) for below, _ in _fields(document, inner, depth + 1))


def _resolved(document: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in part:
        found: Any = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def _plain(path: str) -> str:
    return "/".join("*" if part.startswith("{") else part for part in path.split("/"))


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("release", RELEASES, ids=lambda file: file.name.removesuffix(".api.json"))
def test_every_operation_of_a_release_still_works_as_it_did(office: TestOffice, release: Path, service: str) -> None:
    known: dict[str, Operation] = json.loads(release.read_text())[service]
    answer = office.app(service).test_client().get(f"/{service}/api/openapi.json")
    now = operations(answer.get_json())
    assert known
    for name, before in known.items():
        assert name in now, f"{name} is gone"
        after = now[name]
        assert set(after["must"]) <= {*before["must"], *before["may"]}, f"{name} asks for more"
        assert {*before["must"], *before["may"]} <= {*after["must"], *after["may"]}, f"{name} takes less"
        assert set(before["gives"]) <= set(after["gives"]), f"{name} gives less"


TYPED = {"type", "$ref", "allOf", "anyOf", "oneOf", "enum", "const"}


def untyped(schema: Mapping[str, Any], path: str) -> Iterator[str]:
    """The fields of which the document does not say what they are: no type, or an object or list of whatever."""
    told = TYPED & set(schema)
    if not told or schema.get("additionalProperties") == {} or schema.get("items") == {}:
        yield path
    if schema.get("type") == "object" and not {"properties", "additionalProperties"} & set(schema):
        yield path
    inner = dict(schema.get("properties", {}))
    inner |= {name: schema[name] for name in ("items", "additionalProperties") if isinstance(schema.get(name), dict)}
    for name, one in inner.items():
        yield from untyped(one, f"{path}.{name}")


@pytest.mark.parametrize("service", SERVICES)
def test_the_document_says_of_every_field_what_it_is(office: TestOffice, service: str) -> None:
    schemas = office.app(service).test_client().get(f"/{service}/api/openapi.json").get_json()["components"]["schemas"]
    assert len(schemas) > 10
    found = [path for name, schema in schemas.items() if schema.get("properties") for path in untyped(schema, name)]
    assert found == []
