"""ZIP files: office documents that do nothing by themselves are kept; archives, bombs and hidden ZIPs are not."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import IO

from services.shared.files.sniffing import acting
from services.shared.files.sniffing.refusals import ACCEPTED, AS_PDF, UNLOCK_IT, refused

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
_DIRECTORY = 4 * 1024 * 1024  # bytes of a ZIP's table of contents that we are willing to read
_SWOLLEN = 200  # times its packed size; an office document packs text 5 to 20 times
_ENOUGH = 100 * 1024 * 1024  # unpacked bytes below which nothing is called a bomb
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error)


def office(source: IO[bytes]) -> str | None:
    """The type of a ZIP that is an office document; None where it is something else.

    Raises:
        NotAccepted: it acts when it is opened, is locked, or would unpack to a multiple that no document has.
    """
    if (directory(source) or _DIRECTORY) >= _DIRECTORY:
        return None
    try:
        with zipfile.ZipFile(source) as archive:
            _check_size(archive.infolist())
            kind = _kind(archive)
            if kind in OFFICE:
                _check(archive, kind)
    except _BROKEN:
        return None
    return kind if kind in OFFICE else None


def _kind(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    if entries and entries[0].filename == "mimetype" and entries[0].file_size < 200:
        return archive.read("mimetype").decode("ascii", "replace").strip()
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names:
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
