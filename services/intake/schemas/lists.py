"""What a list of complaints is asked for, by pages and API alike."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate

from services.intake.rules.search import DUE_LABELS, Filters, check_period
from services.intake.states import State
from services.shared.fields import LocalDate, Text
from services.shared.web.forms import optional_text

LABELS = {
    "state": "Status", "village": "Desa", "class": "Golongan", "clerk": "Petugas", "due": "Batas waktu",
    "from": "Diterima dari tanggal", "to": "Sampai tanggal",
}  # fmt: skip


class FilterSchema(Schema):
    """Everything is optional. ``from`` and ``to`` are days of receipt, ``due`` compares the deadline with today."""

    state = Text(load_default="", metadata={"description": "one or several states, comma separated"})
    village = optional_text(60)
    class_code = Text(load_default="", data_key="class", validate=validate.Length(max=60))
    clerk = optional_text(60)
    first = LocalDate(load_default=None, allow_none=True, data_key="from")
    last = LocalDate(load_default=None, allow_none=True, data_key="to")
    due = Text(load_default="", validate=validate.OneOf(["", *DUE_LABELS], error="Pilih dari daftar."))
    q = Text(
        load_default="",
        validate=validate.Length(max=200),
        metadata={"description": "number, or words of title, place, story or name; for names prefer POST …/search"},
    )

    @pre_load
    def _no_blanks(self, data: Any, **_: Any) -> Any:
        return {name: value for name, value in data.items() if value not in ("", None)}

    @post_load
    def _filters(self, data: dict[str, Any], **_: Any) -> Filters | dict[str, Any]:
        return _filters_of(data)


class PageSchema(FilterSchema):
    """A page of a list: the filters, the cursor ``after`` that the page before gave, and how many lines."""

    after = optional_text(80)
    limit = fields.Integer(load_default=25, validate=validate.Range(1, 100))

    @post_load
    def _filters(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"filters": _filters_of(data), "after": data["after"] or None, "limit": data["limit"]}


def _filters_of(data: dict[str, Any]) -> Filters:
    states = tuple(part for part in data["state"].split(",") if part)
    if unknown := set(states) - set(State):
        raise ValidationError({"state": [f"Tidak ada status {', '.join(sorted(unknown))}."]})
    check_period(data["first"], data["last"])
    names = ("village", "class_code", "clerk", "first", "last", "due")
    return Filters(states=states, words=data["q"], **{name: data[name] for name in names})
