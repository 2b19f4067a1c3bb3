"""What a list of complaints is asked for, by pages and API alike."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate

from services.handoffs.paper_moves import HOLDERS
from services.intake.rules.search import DUE_LABELS, Filters, check_period
from services.intake.states import State
from services.shared.fields import Text, choice, day, text

_WRONG = "Pilih dari daftar."
_NARROWS: dict[str, Any] = {"must": None, "width": 4}
_DAY: dict[str, Any] = {"hint": "", "attributes": {"placeholder": "hh/bb/tttt"}, **_NARROWS}


def _chosen(label: str, most: int, options: str, blank: str, **more: Any) -> Text:
    return text(label, most, optional=True, ask="select", options=options, blank=blank, **_NARROWS | more)


class SearchSchema(Schema):
    """The one box: a number, a name, words, a NIK or a tracking code."""

    q = text(
        "Cari nomor, nama, kata dari pengaduan, NIK atau kode pelacakan",
        optional=True,
        kind="search",
        must=None,
        width=6,
    )


class FilterSchema(Schema):
    """Everything is optional. ``from`` and ``to`` are days of receipt, ``due`` compares the deadline with today."""

    state = _chosen("Status", 1000, "state", "Semua", description="one or several states, comma separated")
    due = choice("Batas waktu", DUE_LABELS, default="", wrong="Pilih dari daftar.", blank="Semua", **_NARROWS)
    village = _chosen("{Desa}", 60, "village", "Semua")
    class_code = _chosen("Klasifikasi pengaduan", 60, "class", "Semua", key="class")
    clerk = _chosen("Petugas", 60, "clerk", "Semua")
    paper = choice("Berkas kertas pada", HOLDERS, default="", wrong=_WRONG, blank="Di mana pun", **_NARROWS)
    first = day("Diterima dari tanggal", optional=True, key="from", **_DAY)
    last = day("Sampai tanggal", optional=True, key="to", **_DAY)
    q = text(
        "Kata",
        200,
        optional=True,
        description="number, or words of title, place, story or name; for names prefer POST …/search",
    )

    @pre_load
    def _no_blanks(self, data: Any, **_: Any) -> Any:
        return {name: value for name, value in data.items() if value not in ("", None)}

    @post_load
    def _filters(self, data: dict[str, Any], **_: Any) -> Filters | dict[str, Any]:
        return _filters_of(data)


class PageSchema(FilterSchema):
    """A page of a list: the filters, the cursor ``after`` that the page before gave, and how many lines."""

    after = text("Halaman", 80, optional=True)
    limit = fields.Integer(load_default=25, validate=validate.Range(1, 100))

    @post_load
    def _filters(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"filters": _filters_of(data), "after": data["after"] or None, "limit": data["limit"]}


def _filters_of(data: dict[str, Any]) -> Filters:
    states = tuple(part for part in data["state"].split(",") if part)
    if unknown := set(states) - set(State):
        raise ValidationError({"state": [f"Tidak ada status {', '.join(sorted(unknown))}."]})
    check_period(data["first"], data["last"])
    names = ("village", "class_code", "clerk", "paper", "first", "last", "due")
    return Filters(states=states, words=data["q"], **{name: data[name] for name in names})
