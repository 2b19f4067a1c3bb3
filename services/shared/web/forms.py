"""Forms and API load the same marshmallow schema; a form keeps everything typed when something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from services.shared.errors import RuleBroken
from services.shared.fields import label_of
from services.shared.web.errors import flatten
from services.shared.web.typed import typed_before


@dataclass
class Form:
    """What the templates' field macros need: values by dotted name, messages by dotted name.

    ``prefix`` tells the fields of one form from those of another on the same page; ``labels`` names those that are
    wrong, by dotted name. ``stale``: what it is about was changed meanwhile. ``restored_at``: its values were typed
    then, and not sent yet.
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    prefix: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    stale: bool = False
    restored_at: datetime | None = None

    @classmethod
    def posted(cls, schema: Schema, prefix: str = "", errors: dict[str, list[str]] | None = None) -> Form:
        """The form of this request with everything that was typed but secrets, and what is wrong with it."""
        secret = {name for name, each in schema.fields.items() if each.load_only}
        values = {name: value for name, value in flat_values(request.form).items() if name not in secret}
        form = cls(values, prefix=prefix)
        form.refuse(schema, errors or {})
        return form

    @classmethod
    def restored(cls, prefix: str) -> Form:
        """A form with what this person typed into it before and did not send; blank where that is nothing."""
        kept = typed_before(prefix)
        return cls(dict(kept.values), prefix=prefix, restored_at=kept.at) if kept else cls(prefix=prefix)

    def refuse(self, schema: Schema, errors: dict[str, list[str]]) -> None:
        """Note what is wrong, in the order of the fields, with the label of each; one of several values is told at
        their field."""
        self.errors = {}
        for name, messages in sorted(errors.items(), key=lambda item: place_of(schema, item[0])):
            parent, _, last = name.rpartition(".")
            self.errors.setdefault(parent if last.isdigit() else name, []).extend(messages)
        self.labels = {name: label for name in self.errors if (label := label_of(schema, name))}

    @property
    def version(self) -> Any:
        """The version that the person saw; None where it is stale: what is sent next is about what is there now."""
        return None if self.stale else self.values.get("version")

    @property
    def status(self) -> int:
        """422 where something is wrong, else 200."""
        return 422 if self.errors else 200


class Forms(dict[str, Form]):
    """The forms of a page, by verb: blank, but for the one that was ``refused``, which holds all that was typed.

    ``about`` tells the forms of one thing from those of the others, where a page has the same verbs for many.
    """

    def __init__(self, refused: str = "", form: Form | None = None, about: object = "") -> None:
        super().__init__({refused: form} if form else {})
        self.refused, self._about = refused, about

    def __missing__(self, verb: str) -> Form:
        return self.setdefault(verb, Form.restored(f"{verb}-{self._about}" if self._about else verb))

    @property
    def active(self) -> Form:
        """The refused form, for the summary of errors above the page."""
        return self[self.refused]


def place_of(schema: Schema, name: str) -> tuple[int, ...]:
    """Where a field stands in a form, level by level; what is about the whole comes first, what is unknown last."""
    place: list[int] = []
    owner: Schema | None = schema
    for part in name.split("."):
        known = {each.data_key or key: each for key, each in owner.fields.items()} if owner else {}
        place.append(int(part) if part.isdigit() else _index(known, part))
        owner = owner if part.isdigit() else _below(known.get(part))
    return tuple(place)


def _index(known: Mapping[str, Any], part: str) -> int:
    if part in {"", "_schema"}:
        return -1
    return list(known).index(part) if part in known else len(known)


def _below(found: Any) -> Schema | None:
    """The schema of a field that holds others; of a list, the schema of each."""
    found = found.inner if isinstance(found, fields.List) else found
    return found.schema if isinstance(found, fields.Nested) else None


def field_id(form: object, name: str) -> str:
    """The id of a field's element: its dotted name, which the summary of errors points to, after the form's prefix."""
    prefix = form.get("prefix", "") if isinstance(form, Mapping) else getattr(form, "prefix", "")
    return (f"{prefix}-{name}" if prefix else name).replace(".", "-")


def submit(schema: Schema, act: Callable[[dict[str, Any]], Any], prefix: str = "") -> tuple[Any, Form]:
    """Load the posted form by ``schema`` and act on it; returns (result, form).

    On bad input or a broken rule the result is None and the form holds all values and the messages.
    """
    form = Form.posted(schema, prefix)
    try:
        return act(typed(schema, request.form)), form
    except ValidationError as error:
        form.refuse(schema, flatten(error.normalized_messages()))
    except RuleBroken as error:
        form.refuse(schema, error.fields or {"": [error.message]})
    return None, form


def typed(schema: Schema, values: MultiDict[str, str]) -> Any:
    """What ``schema`` makes of a form or of an address; raises ValidationError, or RuleBroken where it has rules."""
    return schema.load(nest(values, schema), unknown=EXCLUDE)


def filters(schema: Schema, values: MultiDict[str, str] | None = None) -> tuple[Any, Form]:
    """What the address of a list asks for, and the form with what was typed; None where something in it is wrong."""
    values = request.args if values is None else values
    form = Form(flat_values(values))
    try:
        return typed(schema, values), form
    except ValidationError as error:
        form.refuse(schema, flatten(error.normalized_messages()))
    except RuleBroken as error:
        form.refuse(schema, error.fields)
    return None, form


def address_of(schema: Schema, *more: str) -> dict[str, str]:
    """What of this address ``schema`` (and ``more``) asks for, to go on in the links of a page; never where it goes on.

    The one way from an address into a link: other names may be ``url_for``'s own (``_external``, ``_scheme``).
    """
    known = {each.data_key or name for name, each in schema.fields.items()} | {*more}
    return {name: value for name, value in request.args.items() if value and name in known - {"after"}}


def flat_values(posted: MultiDict[str, str]) -> dict[str, Any]:
    """Posted values by field name; a name posted several times gives a list."""
    return {name: values[0] if len(values) == 1 else values for name, values in posted.lists()}


def nest(posted: MultiDict[str, str], schema: Schema) -> dict[str, Any]:
    """Dotted names as nested dicts; empty texts are left out, so that 'required' and defaults mean what they say."""
    data: dict[str, Any] = {}
    for name, values in posted.lists():
        kept = [value for value in values if value.strip()]
        if not kept:
            continue
        *parents, leaf = name.split(".")
        place, owner = _part(data, schema, parents)
        many = isinstance(owner.fields.get(leaf), fields.List)
        place[leaf] = kept if many else kept[-1]
    return data


def _part(data: dict[str, Any], schema: Schema, parents: Iterable[str]) -> tuple[dict[str, Any], Schema]:
    """The nested dict at these names, made where it is missing, and the schema that it is of."""
    for parent in parents:
        data = data.setdefault(parent, {})
        nested = schema.fields.get(parent)
        schema = nested.schema if isinstance(nested, fields.Nested) else schema
    return data, schema
