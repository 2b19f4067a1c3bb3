"""Documents that do something by themselves when they are opened: one policy for every carrier, by what is in it.

A part is judged by its bytes and by what points at it, never by its name: a renamed VBA project is one. Looked for are
programs (VBA, Excel 4 sheets, Basic, other scripts), controls and embedded objects, DDE, and templates or other parts
that are fetched from elsewhere, and slides that run a program. Links that a person presses, and charts with their
workbook, stay.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from services.shared.files.sniffing import ole
from services.shared.files.sniffing.markup import NoDoctype, walk
from services.shared.files.sniffing.refusals import active

MACROS, SHEETS, OBJECTS = "makro", "lembar makro Excel 4", "objek tertanam (OLE atau ActiveX)"
PROGRAM = "tombol yang menjalankan program"
DDE, TEMPLATE, ELSEWHERE = "perintah DDE", "templat dari tempat lain", "bagian yang diambil dari tempat lain"
_MOST = 64 * 1024 * 1024  # bytes of a part that are read; the text of a thousand pages is shorter
_DEEPEST = 3  # documents within documents
_KINDS = {  # how the type of a part, or of what points at it, ends
    "vbaproject": MACROS, "wordvbadata": MACROS, "macroenabled": MACROS, "macroenabledtemplate": MACROS,
    "attachedtoolbars": MACROS, "xlmacrosheet": SHEETS, "xlintlmacrosheet": SHEETS,
    "macrosheet": SHEETS, "intlmacrosheet": SHEETS, "afchunk": OBJECTS, "oleobject": OBJECTS, "control": OBJECTS,
    "activex": OBJECTS, "activexcontrolbinary": OBJECTS,
}  # fmt: skip
_WORDS = re.compile(r"[a-z0-9]+")
_DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_REMOTE = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+:|[\\/]{2}|file:/*(?!/*[a-z]:)", re.IGNORECASE)
_RUN = re.compile(r"ppaction://(?:program|macro|ole)", re.IGNORECASE)  # of a slide, also when the mouse passes over it
_WEB = re.compile(r"https?:", re.IGNORECASE)
_SHOWN = {"image", "video", "audio", "media"}  # what a page shows may lie on the web, as its links do
_ODF_PROGRAMS = {"event-listener", "script", "applet", "plugin", "module"}
_ODF_DDE = {"dde-source", "dde-connection", "dde-link", "dde-connection-decl"}
_ODF_FETCHED = {"template": TEMPLATE, "object": ELSEWHERE, "object-ole": OBJECTS, "section-source": ELSEWHERE}
_ODF_RUN = re.compile(r"vnd\.sun\.star\.(?:script|expand)|macro:|slot:|\.uno:", re.IGNORECASE)


class Locked(Exception):
    """A password keeps it shut, so nobody can say what is in it."""


class TooMuch(Exception):
    """More than we read."""


def check_open_xml(archive: zipfile.ZipFile, depth: int = 0) -> None:
    """DOCX, XLSX, PPTX. Raises NotAccepted for what acts, Locked, TooMuch."""
    for data in _markup(archive, depth):
        _walked(data, _check_element, "instrText")


def check_open_document(archive: zipfile.ZipFile, depth: int = 0) -> None:
    """ODT, ODS, ODP. Raises NotAccepted for what acts, Locked, TooMuch."""
    if any(name.lower().startswith("scripts/") and not name.endswith("/") for name in archive.namelist()):
        raise active(MACROS)  # of other languages; that they lie there is what makes them scripts
    for data in _markup(archive, depth):
        _walked(data, _check_odf_element)


def _walked(data: bytes, check, texts_of: str = "") -> None:  # type: ignore[no-untyped-def]
    try:
        fields = walk(data, check, texts_of)
    except NoDoctype:
        raise active("bagian yang tidak wajar (DOCTYPE)") from None
    if _DDE.search(fields):  # the words of one field may be cut into several
        raise active(DDE)


def _markup(archive: zipfile.ZipFile, depth: int) -> Iterator[bytes]:
    """Each part that is XML, whatever it is called; what other parts are themselves is looked at here."""
    for entry in archive.infolist():
        if entry.flag_bits & 1:
            raise Locked
        with archive.open(entry) as part:
            head = part.read(64)
            if entry.filename.lower().endswith("vbaproject.bin"):
                raise active(MACROS)
            if head.startswith(ole.MAGIC):
                raise active(ole.what(head + _rest(part)))
            if head.startswith(b"PK\x03\x04"):
                _check_inner(head + _rest(part), depth)
            elif head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
                yield head + _rest(part)


def _rest(part: IO[bytes]) -> bytes:
    data = part.read(_MOST + 1)
    if len(data) > _MOST:
        raise TooMuch
    return data


def _check_inner(data: bytes, depth: int) -> None:
    """A document in a document, as the workbook of a chart is: held to the same."""
    with zipfile.ZipFile(io.BytesIO(data)) as inner:
        if depth >= _DEEPEST or sum(entry.file_size for entry in inner.infolist()) > _MOST:
            raise TooMuch
        names = inner.namelist()
        if "[Content_Types].xml" in names:
            check_open_xml(inner, depth + 1)
        elif "mimetype" in names:
            check_open_document(inner, depth + 1)
        else:
            raise active("arsip ZIP yang tertanam")


def _check_element(name: str, said: dict[str, str]) -> None:
    if name in {"Default", "Override"}:
        for word in _WORDS.findall(said.get("ContentType", "").lower()):
            if word in _KINDS:
                raise active(_KINDS[word])
    elif name == "Relationship":
        kind = said.get("Type", "").rpartition("/")[2].lower()
        if kind in _KINDS:
            raise active(_KINDS[kind])
        if said.get("TargetMode", "").lower() == "external":
            _check_target(kind, said.get("Target", "").strip())
    elif _RUN.match(said.get("action", "").strip()):
        raise active(PROGRAM)
    elif name in {"ddeLink", "oleLink"} or _DDE.search(said.get("instr", "")):
        raise active(DDE)


def _check_target(kind: str, target: str) -> None:
    """What lies elsewhere: a link may, another workbook (which asks first) may; what is fetched unasked may not."""
    if kind in {"hyperlink", "externallinkpath"} or not _REMOTE.match(target):
        return
    if not (kind in _SHOWN and _WEB.match(target)):
        raise active(TEMPLATE if kind == "attachedtemplate" else ELSEWHERE)


def _check_odf_element(name: str, said: dict[str, str]) -> None:
    if name == "encryption-data":
        raise Locked
    if name in _ODF_PROGRAMS:
        raise active(MACROS)
    if name in _ODF_DDE:
        raise active(DDE)
    target = said.get("href", "").strip()
    if _ODF_RUN.match(target):
        raise active(MACROS)
    if name in _ODF_FETCHED and _REMOTE.match(target):
        raise active(_ODF_FETCHED[name])
