"""Any object of a PDF/A-2b file (ISO 19005-2): streams, actions, states, colours, wherever they are used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

Faults = Iterator[str]
BLENDS = {"/Normal", "/Compatible"}
FORBIDDEN_ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide", "/Rendition",
                     "/SetOCGState", "/Trans", "/GoTo3DView", "/SetState", "/NOP"}  # fmt: skip
DIGESTS = {"/DigestLocation", "/DigestMethod", "/DigestValue"}


def of_object(one: Any) -> Faults:
    """Any object, wherever it is used, with what stands in it."""
    if isinstance(one, Array | Dictionary | Stream):
        inside = list(one) if isinstance(one, Array) else [one[key] for key in one.keys()]  # noqa: SIM118 -- no dict
        for part in (part for part in inside if isinstance(part, pikepdf.Object) and not part.is_indirect):
            yield from of_object(part)
    if isinstance(one, Dictionary | Stream):
        yield from _dictionary(one)


def _dictionary(one: Any) -> Faults:
    if isinstance(one, Stream):
        yield from _stream(one)
    if one.get("/S") in FORBIDDEN_ACTIONS and "/Type" not in one:
        yield f"6.5.1 action {one.S}"
    if one.get("/Type") == "/ExtGState" or {"/BM", "/TR", "/HTP"} & set(one.keys()):
        yield from _state(one)
    if one.get("/TransformMethod") == "/DocMDP" and DIGESTS & set(one.keys()):
        yield "6.1.12 the permission names a digest"
    spaces = one.get("/ColorSpace")
    named = spaces.values() if isinstance(spaces, Dictionary) else [spaces]
    yield from ("6.2.4.3 DeviceCMYK" for space in named if space == Name.DeviceCMYK)


def _stream(one: Stream) -> Faults:
    filters, keys, kind = one.get("/Filter", Array([])), set(one.keys()), one.get("/Subtype")
    names = {str(name) for name in ([filters] if isinstance(filters, Name) else filters)}
    yield from (f"6.1.7.2 filter {name}" for name in names & {"/LZWDecode", "/Crypt"})
    yield from (f"6.1.7.1 a stream from elsewhere: {key}" for key in {"/F", "/FFilter", "/FDecodeParms"} & keys)
    if kind == "/Image" and ({"/Alternates", "/OPI"} & keys or one.get("/Interpolate", False)):
        yield "6.2.8 an image with alternates, or interpolated"
    if (kind == "/Form" and {"/OPI", "/PS", "/Ref"} & keys) or kind == "/PS":
        yield "6.2.9 a form of PostScript, or from elsewhere"


def _state(one: Dictionary) -> Faults:
    yield from (f"6.2.5 {key}" for key in {"/TR", "/HTP"} & set(one.keys()))
    if one.get("/TR2", Name.Default) != Name.Default:
        yield "6.2.5 TR2"
    blend = one.get("/BM", Name.Normal)
    if str(blend) not in BLENDS:
        yield f"6.2.10 blend mode {blend}"
