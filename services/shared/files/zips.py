"""ZIP files: office documents without macros are kept; archives, bombs and ZIPs hidden in other files are not."""

from __future__ import annotations

import struct
import zipfile
from typing import IO

from services.shared.files.refusals import ACCEPTED, refused

ZIP = b"PK\x03\x04"
_OPEN_XML = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OFFICE = frozenset({*_OPEN_XML.values(), "application/vnd.oasis.opendocument.text"})
_DIRECTORY = 4 * 1024 * 1024  # bytes of a ZIP's table of contents that we are willing to read
_SWOLLEN = 200  # times its packed size; an office document packs text 5 to 20 times
_ENOUGH = 100 * 1024 * 1024  # unpacked bytes below which nothing is called a bomb


def office(source: IO[bytes]) -> str | None:
    """A ZIP is kept only when it is an office document without macros.

    Raises:
        NotAccepted: it would unpack to a multiple that no document has.
    """
    if (directory(source) or _DIRECTORY) >= _DIRECTORY:
        return None
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
            if entries and entries[0].filename == "mimetype" and entries[0].file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
            else:
                kind = _open_xml([entry.filename for entry in entries])
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    if not entries:
        return None
    unpacked, packed = (sum(sizes) for sizes in zip(*((e.file_size, e.compress_size) for e in entries), strict=True))
    if unpacked > _ENOUGH and unpacked > _SWOLLEN * max(packed, 1):
        raise refused("bom ZIP, yang mengembang menjadi sangat besar bila dibuka", f"Minta berkas aslinya. {ACCEPTED}")
    return kind if kind in OFFICE else None


def _open_xml(names: list[str]) -> str:
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""
    return next((kind for folder, kind in _OPEN_XML.items() if any(n.startswith(folder) for n in names)), "")


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
