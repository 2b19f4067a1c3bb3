"""What a validator of PDF/A-2b (ISO 19005-2) reports most often, looked for in every object of a file.

No validator is in the registries that we use (veraPDF is Java and in none of them), and this is none: what it does not
look for is listed in docs/decisions/0063. Each fault begins with the clause that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Stream

from tests.support.pdfa_fonts import of_fonts
from tests.support.pdfa_objects import of_object

Faults = Iterator[str]
FORBIDDEN_ROOT = {"/OpenAction", "/AA", "/OCProperties", "/Collection", "/Requirements", "/NeedsRendering"}
PRINTED, UNSEEN = 0b100, 0b100100010 | 0b1  # Print; Invisible, Hidden, NoView, ToggleNoView


def faults(pdf: bytes) -> list[str]:
    """What is wrong with a file that claims PDF/A-2b; empty where nothing was found."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        frame = (of_bytes(pdf), of_frame(opened), of_metadata(opened), of_looks(opened), of_fonts(opened))
        found = [one for part in (*frame, *map(of_object, opened.objects)) for one in part]
    return sorted(set(found))


def of_bytes(pdf: bytes) -> Faults:
    """The file as bytes: header, binary comment, what stands behind the end."""
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4,}", pdf):
        yield "6.1.2 header: %PDF-1.n, then a comment of four bytes above 127"
    if not re.search(rb"%%EOF\r?\n?\Z", pdf):
        yield "6.1.3 nothing but one end of line stands behind the last %%EOF"
    if pdf.count(b"%%EOF") != pdf.count(b"startxref"):
        yield "6.1.3 a revision without its end"


def of_frame(opened: pikepdf.Pdf) -> Faults:
    """Trailer and catalogue."""
    root = opened.Root
    if "/ID" not in opened.trailer or len(opened.trailer.ID) != 2:
        yield "6.1.3 the trailer has no ID"
    if opened.is_encrypted or "/Encrypt" in opened.trailer:
        yield "6.1.3 encrypted"
    yield from (f"6.1/6.5 the catalogue has {key}" for key in FORBIDDEN_ROOT & set(root.keys()))
    yield from (f"6.1.12 permission {key}" for key in set(root.get("/Perms", {}).keys()) - {"/DocMDP", "/UR3"})
    yield from (f"6.8/6.10 names: {key}" for key in {"/EmbeddedFiles", "/AlternatePresentations", "/JavaScript"}
                & set(root.get("/Names", {}).keys()))  # fmt: skip
    form = root.get("/AcroForm", {})
    if form.get("/NeedAppearances", False):
        yield "6.4.1 NeedAppearances"
    if "/XFA" in form:
        yield "6.4.2 XFA"


def of_metadata(opened: pikepdf.Pdf) -> Faults:
    """XMP: there, plain, and claiming just this."""
    if "/Metadata" not in opened.Root:
        yield "6.6.2.1 no XMP"
        return
    raw = opened.Root.Metadata.read_bytes()
    packet = re.search(rb"<\?xpacket begin=[^>]*\?>", raw)
    if packet is None or b"bytes=" in packet[0] or b"encoding=" in packet[0]:
        yield "6.6.2.1 the packet's head"
    with opened.open_metadata() as said:
        if (said.get("pdfaid:part"), said.get("pdfaid:conformance")) != ("2", "B"):
            yield "6.6.4 it does not claim 2B"
    if b"xmlns:pdfaid=" not in raw:
        yield "6.6.4 the claim has another prefix"


def of_looks(opened: pikepdf.Pdf) -> Faults:
    """Output intent, pages, what stands on them to be filled in."""
    intents = [one for one in opened.Root.get("/OutputIntents", []) if one.get("/S") == "/GTS_PDFA1"]
    profiles = {one.DestOutputProfile.objgen for one in intents if "/DestOutputProfile" in one}
    if len(profiles) != 1:
        yield "6.2.3 one output intent with one profile"
    elif intents[0].DestOutputProfile.read_bytes()[12:20] not in (b"mntrRGB ", b"prtrRGB "):
        yield "6.2.3 the profile is not that of an RGB screen or printer"
    for page in opened.pages:
        if "/AA" in page.obj:
            yield "6.5.2 a page acts"
        if "/Resources" not in page.obj:
            yield "6.2.2 a page inherits its resources"
        for note in page.get("/Annots", []):
            yield from _note(note)


def _note(note: Dictionary) -> Faults:
    flags = int(note.get("/F", 0))
    if note.Subtype not in ("/Widget", "/Link"):
        yield f"6.3.1 annotation {note.Subtype}"
    if not flags & PRINTED or flags & UNSEEN:
        yield f"6.3.2 flags {flags} of {note.get('/T', '')}"
    if {"/A", "/AA"} & set(note.keys()) and note.Subtype == "/Widget":
        yield "6.4.1 a field acts"
    drawn = note.get("/AP", {})
    if note.Subtype == "/Widget" and (set(drawn.keys()) != {"/N"} or not isinstance(drawn.N, Stream)):
        yield f"6.3.3 appearance of {note.get('/T', '')}"
