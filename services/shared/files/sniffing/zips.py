"""ZIP files: office documents that do nothing by themselves are kept; archives, bombs and hidden ZIPs are not."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import IO

from services.shared.files.sniffing import acting
from services.shared.files.sniffing.refusals import ACCEPTED, AGAIN, AS_PDF, UNLOCK_IT, NotAccepted, refused

ZIP = b"PK\x03\x04"
_OPEN_XML = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN_DOCUMENT = frozenset(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
)
OFFICE = frozenset({*_OPEN_XML.values(), *_OPEN_DOCUMENT})
_PARTS = {  # what stands in a document that we do not keep -> what it is
    "xl/workbook.bin": "lembar Excel biner (XLSB)",
    "visio/": "gambar Visio (VSDX)",
    "FixedDoc": "dokumen XPS",
    "Index/Document.iwa": "dokumen Pages, Numbers, atau Keynote",
    "Index.zip": "dokumen Pages, Numbers, atau Keynote",
    "doc.kml": "peta KMZ",
}
_PROGRAMS = {"AndroidManifest.xml": "program Android (APK)", "META-INF/MANIFEST.MF": "program Java (JAR)"}
_MIMETYPES = {
    "application/epub+zip": "buku EPUB",
    "application/vnd.oasis.opendocument.graphics": "gambar OpenDocument (ODG)",
    "application/vnd.oasis.opendocument.text-template": "templat OpenDocument (OTT)",
    "application/vnd.oasis.opendocument.spreadsheet-template": "templat OpenDocument (OTS)",
    "application/vnd.oasis.opendocument.presentation-template": "templat OpenDocument (OTP)",
}
_OF_OFFICE = (b"[Content_Types].xml", b"_rels/.rels", b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis")
_DIRECTORY = 4 * 1024 * 1024  # bytes of a ZIP's table of contents that we are willing to read
_SWOLLEN = 200  # times its packed size; an office document packs text 5 to 20 times
_ENOUGH = 100 * 1024 * 1024  # unpacked bytes below which nothing is called a bomb
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error)


def office(source: IO[bytes]) -> str | None:
    """The type of a ZIP that is an office document; None where it is an archive.

    Raises:
        NotAccepted: it acts when it is opened, is locked, damaged, a document of another kind, or would unpack to a
            multiple that no document has.
    """
    found = directory(source)
    if (found or _DIRECTORY) >= _DIRECTORY:
        _check_whole(source)
        return None
    try:
        with zipfile.ZipFile(source) as archive:
            _check_size(archive.infolist())
            kind = _kind(archive)
            if kind in OFFICE:
                _check(archive, kind)
            elif said := _other(kind, archive.namelist()):
                raise said
    except _BROKEN:
        _check_whole(source)
        return None
    return kind if kind in OFFICE else None


def _check_whole(source: IO[bytes]) -> None:
    """Raise NotAccepted, with its true name, for what begins like an office document."""
    source.seek(0)
    head = source.read(4096)
    if any(part in head for part in _OF_OFFICE):
        raise refused("dokumen Office yang terpotong atau rusak", AGAIN)


def _other(kind: str, names: list[str]) -> NotAccepted | None:
    """The refusal of a document or a program that is no archive to who made it."""
    if kind in _MIMETYPES:
        return refused(_MIMETYPES[kind], AS_PDF)
    for parts, hint in ((_PARTS, AS_PDF), (_PROGRAMS, ACCEPTED)):
        for part, said in parts.items():
            if any(name.startswith(part) for name in names):
                return refused(said, hint)
    return None


def _kind(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    if entries and entries[0].filename == "mimetype" and entries[0].file_size < 200:
        return archive.read("mimetype").decode("ascii", "replace").strip()
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names:
        return ""
    if "xl/workbook.bin" in names:
        return ""
    return next((kind for folder, kind in _OPEN_XML.items() if any(n.startswith(folder) for n in names)), "")


def _check(archive: zipfile.ZipFile, kind: str) -> None:
    try:
        if kind in _OPEN_DOCUMENT:
            acting.check_open_document(archive)
        else:
            acting.check_open_xml(archive)
    except acting.Locked:
        raise refused("dokumen Office yang dikunci dengan sandi", UNLOCK_IT) from None
    except acting.TooMuch:
        raise refused("dokumen Office yang terlalu besar untuk diperiksa", AS_PDF) from None


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if unpacked > _ENOUGH and unpacked > _SWOLLEN * max(packed, 1):
        raise refused("bom ZIP, yang mengembang menjadi sangat besar bila dibuka", f"Minta berkas aslinya. {ACCEPTED}")


def directory(source: IO[bytes]) -> int | None:
    """The size in bytes of a ZIP's table of contents, as its end says; None where there is no such end.

    It is looked at before ``zipfile`` reads the whole table into memory.
    """
    size = source.seek(0, 2)
    start = source.seek(max(0, size - 22 - 65_535))
    tail = source.read()
    source.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return None
    length, offset, comment = struct.unpack("<IIH", tail[at + 12 : at + 22])
    fits = at + 22 + comment == len(tail) and length + offset <= start + at
    return int(length) if fits or length == 0xFFFFFFFF else None
