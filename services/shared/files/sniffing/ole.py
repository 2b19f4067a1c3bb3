"""What Office wrote until 2003 (compound files, MS-CFB): documents that do nothing by themselves are kept.

Outlook's mails, documents under a password, and what carries a program are refused; each says what it is.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import IO

import olefile

from services.shared.files.sniffing.refusals import AS_PDF, MAIL, PRINT_MAIL, UNLOCK_IT, NotAccepted, active, refused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 100 * 1024 * 1024  # bytes of a document of this age that we look through
_MACROS, _SHEETS, _OBJECTS, _DDE = "makro", "lembar makro Excel 4", "objek tertanam (OLE)", "perintah DDE"
_TEMPLATE = "templat dari internet"
_OTHER = "berkas Office lama yang rusak atau tidak dikenal"
_KINDS = {
    "worddocument": "application/msword",
    "workbook": "application/vnd.ms-excel",
    "book": "application/vnd.ms-excel",
    "powerpoint document": "application/vnd.ms-powerpoint",
}
_LOCKED = "dokumen Office yang dikunci dengan sandi"
_NAMES = {
    "EncryptedPackage": (_LOCKED, UNLOCK_IT),
    "__subs": (MAIL, PRINT_MAIL),
    "__properties": (MAIL, PRINT_MAIL),
    "WordDocument": ("dokumen Word lama (DOC) yang rusak", AS_PDF),
    "Workbook": ("lembar Excel lama (XLS) yang rusak", AS_PDF),
    "PowerPoint Document": ("paparan PowerPoint lama (PPT) yang rusak", AS_PDF),
}
_PROJECTS = {"_vba_project", "vba", "_vba_project_cur", "macros"}
_FIELD = re.compile(rb"\x13[ \t]*DDE(?:AUTO)?\b|\x13\0(?:[ \t]\0)*D\0D\0E\0", re.IGNORECASE)
_REMOTE_TEMPLATE = re.compile(rb"(?:h\0t\0t\0p\0s?\0?:\0|\\\0\\\0)(?:[ -~]\0){1,300}?\.\0d\0o\0t\0", re.IGNORECASE)
# A presentation's records of an embedded object or a control, and of its macros (MS-PPT 2.13.24).
_PPT_OBJECT, _PPT_MACROS = re.compile(rb"[\x00\x10]\x00\x11\x10"), b"\x0f\x00\xff\x03\x14\x00\x00\x00"
_BOUND_SHEET, _FILE_PASS, _OBJ, _SUP_BOOK = 0x85, 0x2F, 0x5D, 0x1AE  # records of a workbook (MS-XLS 2.3)
_WORKSHEET_KINDS = {0: "", 2: "", 1: _SHEETS, 6: _MACROS}
_ENCRYPTED = 0x0100  # in the flags of a text's head (MS-DOC 2.5.2)


def kind(source: IO[bytes]) -> str:
    """The type of a document that begins like a compound file.

    Raises:
        NotAccepted: it is none that we keep, is locked, or acts when it is opened.
    """
    if source.seek(0, 2) > LARGEST:
        raise refused("dokumen Office lama yang terlalu besar untuk diperiksa", AS_PDF)
    source.seek(0)
    data = source.read()
    source.seek(0)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as document:
            return _judged(document)
    except NotAccepted:
        raise
    except Exception:  # whatever it is that is wrong with it: nobody can say what is in it
        raise _broken(data) from None


def _broken(data: bytes) -> NotAccepted:
    """Of one whose table of contents cannot be read: what it would be, by the names that stand somewhere in it."""
    for name, (said, hint) in _NAMES.items():
        if name.encode("utf-16-le") in data:
            return refused(said, hint)
    return refused(_OTHER, AS_PDF)


def what(data: bytes) -> str:
    """What a compound file within another document is: a program, or some object."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as part:
            return _MACROS if _PROJECTS & {name.lower() for path in _paths(part) for name in path} else _OBJECTS
    except Exception:
        return _OBJECTS


def _judged(document: olefile.OleFileIO) -> str:
    names = {name.lower() for path in _paths(document) for name in path}
    if "encryptedpackage" in names:
        raise refused(_LOCKED, UNLOCK_IT)
    if "__properties_version1.0" in names:
        raise refused(MAIL, PRINT_MAIL)
    if names & _PROJECTS:
        raise active(_MACROS)
    if "\x01ole10native" in names or any(len(path) > 1 and _holds_objects(path[0]) for path in _paths(document)):
        raise active(_OBJECTS)
    for stream, found in _KINDS.items():
        if stream in names:
            _CHECKS[found](document, stream)
            return found
    raise refused(_OTHER, AS_PDF)


def _holds_objects(storage: str) -> bool:
    """Of a text, and of a workbook; a text has the first, empty, also where nothing is embedded."""
    return storage.lower() == "objectpool" or storage.upper().startswith("MBD")


def _paths(document: olefile.OleFileIO) -> list[list[str]]:
    found: list[list[str]] = document.listdir(streams=True, storages=True)
    return found


def _check_text(document: olefile.OleFileIO, stream: str) -> None:
    data: bytes = document.openstream(stream).read()
    if struct.unpack_from("<H", data, 10)[0] & _ENCRYPTED:
        raise refused("dokumen Word lama yang dikunci dengan sandi", UNLOCK_IT)
    if _FIELD.search(data):
        raise active(_DDE)
    for table in ("0Table", "1Table"):
        if document.exists(table) and _REMOTE_TEMPLATE.search(document.openstream(table).read()):
            raise active(_TEMPLATE)


def _check_workbook(document: olefile.OleFileIO, stream: str) -> None:
    for record, body in _records(document.openstream(stream).read()):
        if record == _FILE_PASS:
            raise refused("lembar Excel lama yang dikunci dengan sandi", UNLOCK_IT)
        if record == _BOUND_SHEET and (what := _WORKSHEET_KINDS.get(body[5], _SHEETS)):
            raise active(what)
        if record == _SUP_BOOK and b"\x03" in body[4:] and struct.unpack_from("<H", body, 2)[0] not in {0x0401, 0x3A01}:
            raise active(_DDE)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(data):
        record, size = struct.unpack_from("<HH", data, at)
        yield record, data[at + 4 : at + 4 + size]
        at += 4 + size


def _check_slides(document: olefile.OleFileIO, stream: str) -> None:
    data: bytes = document.openstream(stream).read()
    if _PPT_MACROS in data:
        raise active(_MACROS)
    if _PPT_OBJECT.search(data):
        raise active(_OBJECTS)


_CHECKS = {
    "application/msword": _check_text,
    "application/vnd.ms-excel": _check_workbook,
    "application/vnd.ms-powerpoint": _check_slides,
}
