"""The forms of a page, as a browser would post them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import html

TYPED = {"text", "search", "tel", "email", "password", "number", "url", "textarea"}
SKIPPED = {"file", "submit", "button", "image", "reset"}


@dataclass(frozen=True)
class Field:
    """One field: what it is, and what a person would leave in it."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True)
class PageForm:
    """One form. ``method``: GET for filters, POST for what changes something."""

    method: str
    action: str
    fields: tuple[Field, ...]

    @property
    def shape(self) -> tuple[str, ...]:
        """What it asks for, whatever the case."""
        return tuple(sorted({field.name for field in self.fields}))

    def typed(self, text: str) -> dict[str, list[str]]:
        """All free texts filled with ``text``, the rest as a person would leave it."""
        return self._filled({field.name: text for field in self.fields if field.kind in TYPED})

    def with_one(self, name: str, value: str) -> dict[str, list[str]]:
        """One field changed, the free texts with words of everyday."""
        everyday = {field.name: field.value or "Keterangan biasa" for field in self.fields if field.kind in TYPED}
        return self._filled(everyday | {name: value})

    def of_kind(self, *kinds: str) -> list[str]:
        """Names of the fields of these kinds."""
        return sorted({field.name for field in self.fields if field.kind in kinds})

    def _filled(self, given: dict[str, str]) -> dict[str, list[str]]:
        body: dict[str, list[str]] = {}
        for field in self.fields:
            if field.name in given:
                body[field.name] = [given[field.name]]
            elif field.kind == "radio":
                body.setdefault(field.name, [field.value])
            else:
                body.setdefault(field.name, []).append(field.value)
        return body


def forms(text: str, address: str) -> Iterator[PageForm]:
    """Every form of a page that goes to this same service."""
    document: Any = html.document_fromstring(text)
    for form in document.iter("form"):
        action = urlsplit(urljoin(address, form.get("action") or address)).path
        if action.split("/")[1] == address.split("/")[1]:
            apart = document.xpath("//*[@form=$id]", id=form.get("id") or "-")
            found = (_field(one) for one in (*form.iter("input", "textarea", "select"), *apart))
            yield PageForm((form.get("method") or "get").upper(), action, tuple(one for one in found if one))


def _field(element: Any) -> Field | None:
    kind = element.tag if element.tag != "input" else (element.get("type") or "text").lower()
    name = element.get("name")
    if not name or kind in SKIPPED or element.tag == "button":
        return None
    if kind == "select":
        options = [option.get("value", option.text_content()) for option in element.iter("option")]
        return Field(name, kind, next((value for value in options if value), ""))
    if kind in {"checkbox", "radio"}:
        return Field(name, kind, element.get("value") or "on")
    return Field(name, kind, element.text_content() if kind == "textarea" else element.get("value") or "")
