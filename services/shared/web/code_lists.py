"""The office's lists as resources of the API: what a program may send as a code, and what the code is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from services.shared.config.office import Office
from services.shared.rights.people import Role
from services.shared.web.access import allow
from services.shared.web.service import current_service

List = Callable[[Office], Iterable[tuple[str, str]]]


class CodeSchema(Schema):
    """A code, and what people call it."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class CodesAnswer(Schema):
    """A list in the office's order."""

    items = fields.List(fields.Nested(CodeSchema), required=True)


def add_code_lists(api: Blueprint, roles: Iterable[Role], lists: Mapping[str, tuple[str, List]]) -> None:
    """``GET /<name>`` for each list: what it is of, and the list from the office's file."""
    for name, (what, codes) in lists.items():
        view = api.response(200, CodesAnswer)(allow(*roles)(_resource(name, what, codes)))
        api.get(f"/{name}")(view)


def _resource(name: str, what: str, codes: List) -> Callable[[], dict[str, Any]]:
    def items() -> dict[str, Any]:
        found = codes(current_service().office)
        return {"items": [{"code": code, "label": label} for code, label in found]}

    items.__name__, items.__doc__ = f"list_{name.replace('-', '_')}", what
    return items
