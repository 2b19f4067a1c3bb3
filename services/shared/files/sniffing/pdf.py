"""What a PDF does by itself when it is opened: scripts, programs that it starts, files in it that act.

Read in the confined child alone (``media/papers.py``). Scripts of a form's fields, which run when somebody types into
them, and links are left: they do nothing by themselves, and many forms of the state have them.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, cast

import pikepdf

from services.shared.files import kinds
from services.shared.files.sniffing.refusals import NotAccepted

SCRIPT = "skrip (JavaScript) yang berjalan otomatis"
PROGRAM = "perintah untuk menjalankan program"
SENDING = "perintah yang mengambil atau mengirim data secara otomatis"
CARRIED = "berkas lain di dalamnya yang tidak aman"
MEDIA = "media aktif (RichMedia)"
DEEP, MANY = 12, 20_000  # how far within one object, and how many objects, are looked at
LARGEST = 32 * 1024 * 1024  # bytes of a file within
_ANYWHERE = {"/Launch": PROGRAM, "/ImportData": SENDING}
_EVENTS = ("/O", "/C", "/WC", "/WS", "/DS", "/WP", "/DP")  # of a document or a page: opened, closed, saved, printed
_UNASKED = _ANYWHERE | {"/JavaScript": SCRIPT, "/Rendition": SCRIPT, "/SubmitForm": SENDING, "/GoToE": CARRIED}


def acts(path: str) -> str:
    """What in this PDF acts when it is opened, in words for the refusal; empty where nothing does, or it is damaged."""
    try:
        with pikepdf.open(path) as document:
            return next(iter(_found(document)), "")
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError):
        return ""


def _found(document: pikepdf.Pdf) -> Iterator[str]:
    yield from _of_root(document.Root)
    for page in document.pages:
        yield from _said(cast(Any, page.obj).get("/AA"), _UNASKED)
    for number, thing in enumerate(document.objects):
        if number > MANY:
            return
        for one in _whole(thing):
            if said := _ANYWHERE.get(str(one.get("/S", ""))):
                yield said
            yield from _within(one)


def _of_root(root: Any) -> Iterator[str]:
    """What the document does by itself, as a whole."""
    if "/JavaScript" in root.get("/Names", {}):
        yield SCRIPT
    for first in (root.get("/OpenAction"), root.get("/AA")):
        if isinstance(first, pikepdf.Dictionary):  # an array is a place in the document
            yield from _said(first, _UNASKED)
    if "/XFA" in root.get("/AcroForm", {}) and b"<script" in _xfa(root.AcroForm.XFA):
        yield SCRIPT


def _whole(thing: Any, depth: int = 0) -> Iterator[Any]:
    """The dictionaries of an object, without what it merely refers to: that is an object of its own."""
    if isinstance(thing, pikepdf.Stream):
        return
    if isinstance(thing, pikepdf.Dictionary):
        yield thing
    inner = thing.values() if isinstance(thing, pikepdf.Dictionary) else thing
    for one in inner if depth < DEEP and isinstance(thing, pikepdf.Dictionary | pikepdf.Array) else ():
        if not getattr(one, "is_indirect", False):
            yield from _whole(one, depth + 1)


def _said(thing: Any, actions: dict[str, str], depth: int = 0) -> Iterator[str]:
    """The actions in a dictionary of them, and what follows each; where they lead in the document is no action."""
    if depth > DEEP:
        return
    if isinstance(thing, pikepdf.Array):
        for one in thing:
            yield from _said(one, actions, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary):
        if said := actions.get(str(thing.get("/S", ""))):
            yield said
        for name in ("/Next", *_EVENTS):
            yield from _said(thing.get(name), actions, depth + 1)


def _within(thing: Any) -> Iterator[str]:
    """A file in it, or a player of foreign programs."""
    if str(thing.get("/Subtype", "")) == "/RichMedia":
        yield MEDIA
    held: Any = thing.get("/EF")
    for name in ("/F", "/UF") if isinstance(held, pikepdf.Dictionary) else ():
        if isinstance(stream := held.get(name), pikepdf.Stream) and not _is_harmless(stream):
            yield CARRIED


def _is_harmless(stream: pikepdf.Stream) -> bool:
    """Whether a file within would be kept by itself, or is XML (the data of an invoice)."""
    data = stream.read_bytes()
    if len(data) > LARGEST:
        return False
    try:
        kinds.sniff(BytesIO(data))
    except NotAccepted:
        return data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and b"<script" not in data.lower()
    return True


def _xfa(forms: Any) -> bytes:
    parts = [one for one in forms if isinstance(one, pikepdf.Stream)] if isinstance(forms, pikepdf.Array) else [forms]
    return b"".join(part.read_bytes() for part in parts)
