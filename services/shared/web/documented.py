"""What every operation of the API may answer besides its success: told in the OpenAPI document from the route's rules.

The blueprints say what an operation answers when it succeeds. How it may refuse follows from facts that stand beside
the route already: who may use it, its throttles, its arguments, whether it changes something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from apispec import BasePlugin
from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields
from werkzeug.routing import Rule

from services.shared.fields import LocalDate, Moment
from services.shared.web.examples import add_examples

View = TypeVar("View", bound=Callable[..., Any])
CHANGES = frozenset({"post", "put", "patch", "delete"})
SESSION, PROOF = "session", "proof"  # cookies, both set by signing in; a proof goes to the addresses below its path
TOKEN = {
    "in": "header",
    "name": "X-CSRFToken",
    "schema": {"type": "string"},
    "description": "from GET …/session; renewed by signing in",
}
FILE_NAME = {
    "in": "header",
    "name": "X-File-Name",
    "schema": {"type": "string"},
    "description": "the name of the file, percent-encoded UTF-8",
}
_OURS = re.compile(r"\s*[;,]?\s*\braises?\b[^.]*(\.|$)", re.IGNORECASE)
FILE = {"type": "string", "format": "binary"}  # the schema of an answer that is a file


class ErrorAnswer(Schema):
    """A refusal: ``message`` for the person, ``errors`` by field where fields were wrong, ``reference`` for the log."""

    code = fields.Integer(required=True)
    status = fields.String(required=True)
    message = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    reference = fields.String(required=True)


class DocumentedApi(Api):
    """Every answer is named: there is no "anything else may happen"."""

    ERROR_SCHEMA = ErrorAnswer
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask, cookies: tuple[str, str]) -> None:
        super().__init__(app, spec_kwargs={"extra_plugins": [Refusals(app)]})
        self.register_field(LocalDate, "string", "date")
        self.register_field(Moment, "string", "date-time")
        whole = self.spec.to_dict
        self.spec.to_dict = lambda: add_examples(whole())
        for scheme, cookie in zip((SESSION, PROOF), cookies, strict=True):
            self.spec.components.security_scheme(scheme, {"type": "apiKey", "in": "cookie", "name": cookie})


class Refusals(BasePlugin):
    """Adds to each operation how it may refuse, who may use it, and the token that a change needs."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def operation_helper(
        self, path: str | None = None, operations: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """Called by apispec for every path."""
        rule: Rule = kwargs["rule"]
        view = self._app.view_functions[rule.endpoint]
        for method, operation in (operations or {}).items():
            answers = operation.setdefault("responses", {})
            for status in _refusals(method, operation, rule, view):
                answers.setdefault(str(status.value), status.name)
            _say_plainly(operation)
            _say_who(operation, view)
            if method in CHANGES:
                operation.setdefault("parameters", []).append(TOKEN)


def _refusals(method: str, operation: Mapping[str, Any], rule: Rule, view: Any) -> set[HTTPStatus]:
    found = {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.BAD_REQUEST}  # 400: an address or a body that cannot be read
    if view.allowed is not None:
        found |= {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
    if rule.arguments:
        found.add(HTTPStatus.NOT_FOUND)
    if hasattr(view, "limits"):
        found.add(HTTPStatus.TOO_MANY_REQUESTS)
    if method in CHANGES:
        found |= {HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
        found.add(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    return found


def _say_plainly(operation: dict[str, Any]) -> None:
    """What programmers of ours read in a docstring is left out: how it refuses stands with the answers."""
    for name in {"summary", "description"} & set(operation):
        operation[name] = _OURS.sub("", operation[name]).replace("``", "`").strip()


def _say_who(operation: dict[str, Any], view: Any) -> None:
    if view.allowed is None:
        return
    who = f"For: {', '.join(sorted(view.allowed))}."
    operation["description"] = f"{operation['description']}\n\n{who}" if operation.get("description") else who
    operation["security"] = [{SESSION: [], PROOF: []}]


def answers_file(api: Blueprint, *, in_parts: bool = True) -> Callable[[View], View]:
    """Declare an operation that answers with a file; ``in_parts``: or with the part of it that a Range asks for."""

    def mark(view: View) -> View:
        if in_parts:
            view = api.alt_response(416, "REQUESTED_RANGE_NOT_SATISFIABLE")(view)
            view = api.response(206, FILE, content_type="*/*")(view)
        return api.response(200, FILE, content_type="*/*")(view)

    return mark


def file_body(*, raw: bool = False, field: str = "file", more: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The ``requestBody`` of an upload: multipart with a file in ``field`` and ``more`` fields (name → JSON type).

    ``raw``: the body may as well be the file itself.
    """
    properties = {field: FILE} | {name: {"type": kind} for name, kind in (more or {}).items()}
    multipart = {"schema": {"type": "object", "properties": properties, "required": [field, *(more or ())]}}
    content: dict[str, Any] = {"multipart/form-data": multipart}
    if raw:
        content = {"application/octet-stream": {"schema": FILE}} | content
    return {"required": True, "content": content}


def query(name: str, *choices: str, required: bool = False) -> dict[str, Any]:
    """A word of the address, one of ``choices`` where there are any."""
    schema = {"type": "string", "enum": list(choices)} if choices else {"type": "string"}
    return {"in": "query", "name": name, "required": required, "schema": schema}
