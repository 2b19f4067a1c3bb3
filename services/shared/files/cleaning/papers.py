"""Documents without metadata: PDF, and office files with the names that stand in their parts."""

from __future__ import annotations

import re
import zipfile
from typing import Any

import pikepdf

from services.shared.files.cleaning import images

_OFFICE_GONE = re.compile(r"docProps/.*|.*thumbnail.*|meta\.xml|.*/printerSettings/.*|customXml/.*", re.IGNORECASE)
_EMPTY = {
    "docProps/core.xml": b'<?xml version="1.0"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0"?><office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"><office:meta/></office:document-meta>',
}
# Who wrote a comment or a change, and from which account; and where a file was saved.
_ATTRIBUTES = re.compile(
    rb'(\b(?:\w+:)?(?:author|initials|userId|providerId|lastModifiedBy|userName|displayName|personId))="[^"]*"'
)
_ELEMENTS = re.compile(
    rb"(<((?:\w+:)?(?:author|creator|initial-creator|creator-initials|sender-initials|lastModifiedBy|absPath))(?:\s[^>]*)?>)"
    rb"[^<]*(</\2>)"
)
_PATH = re.compile(rb"<(?:\w+:)?absPath\b[^>]*/>")
_OF_PDF = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")


def pdf(source: str, target: str) -> None:
    """A PDF without its info, its XMP, attachments, private data of programs, and without what its photos tell.

    Raises:
        pikepdf.PdfError: damaged, or locked by a password.
    """
    with pikepdf.open(source) as document:
        _strip_whole(document)
        for thing in document.objects:
            _strip(thing)
        document.remove_unreferenced_resources()
        with open(target, "wb") as file:  # by name it would write another file and rename that
            document.save(file, static_id=True)


def _strip(thing: pikepdf.Object) -> None:
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for name in _OF_PDF:
        if name in thing:
            del thing[name]
    if "/Subtype" in thing and "/Rect" in thing and "/T" in thing and thing.get("/FT") is None:
        del thing["/T"]  # who wrote an annotation
    if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == pikepdf.Name.DCTDecode:
        thing.write(images.jpeg(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _strip_whole(document: pikepdf.Pdf) -> None:
    """Its info, its attachments, and what shows them as a collection."""
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    root: Any = document.Root
    if "/Names" in root and "/EmbeddedFiles" in root.Names:
        del root.Names["/EmbeddedFiles"]
    for name in ("/AF", "/Collection"):
        if name in root:
            del root[name]


def office(source: str, target: str) -> None:
    """An office file whose properties are empty, whose authors are nameless, and whose photos tell nothing."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            if entry.is_dir():
                continue
            data = _part(entry.filename, old.read(entry))
            if data is not None:
                kind = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
                new.writestr(zipfile.ZipInfo(entry.filename), data, kind)


def _part(name: str, data: bytes) -> bytes | None:
    if name in _EMPTY:
        return _EMPTY[name]
    ending = name.rpartition(".")[2].lower()
    if ending in {"jpg", "jpeg"}:
        return images.jpeg(data)
    if ending == "png":
        return images.png(data)
    if _OFFICE_GONE.fullmatch(name):
        return b"" if ending not in {"xml", "rels"} else b'<?xml version="1.0"?><none/>'
    if ending in {"xml", "rels"}:
        data = _ELEMENTS.sub(rb"\1\3", _ATTRIBUTES.sub(rb'\1=""', data))
        return _PATH.sub(b"", data)
    return data
