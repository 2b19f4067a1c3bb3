"""How large a package may be before anybody looks into it: a small zip can ask for a thousand times its size.

What we make is stored, not compressed; what somebody packed again may be compressed, within reason.
"""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

MOST_FILES = 50_000
MOST_LIST = 16 * 1024 * 1024  # bytes of a zip's list of files; ours take about 100 for a file
MOST_TEXT = 64 * 1024 * 1024  # bytes of a list or a letter that is read into memory
MOST_RATIO = 20  # all files together to the zip; documents and media hardly shrink
FREE = 16 * 1024 * 1024  # bytes that anything may have, whatever the ratio
LONGEST_NAME = 400  # characters of a path in a package
_END, _END64, _LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


class NoPackage(Exception):
    """There is nothing here that could be an archive package, or nothing that may be looked into."""


def check_list(path: Path) -> None:
    """Look at the end of a zip, before its list is read into memory. Raises NoPackage."""
    with path.open("rb") as file:
        size, files = _list_of(file)
    if size > MOST_LIST or files > MOST_FILES:
        raise NoPackage(f"its list of {files} files ({size} bytes) is larger than any package's")


def check_entries(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Names, kinds and sizes of all files of a zip of ``packed`` bytes, before one is unpacked. Raises NoPackage."""
    for entry in entries:
        check_name(entry.filename)
        _check_kind(entry)
    total = sum(entry.file_size for entry in entries)
    if total > FREE + MOST_RATIO * packed:
        raise NoPackage(f"{packed} bytes would unpack to {total}")
    names = [entry.filename for entry in entries]
    if len({unicodedata.normalize("NFC", name).casefold() for name in names}) != len(names):
        raise NoPackage("two files have one name")


def _check_kind(entry: zipfile.ZipInfo) -> None:
    """A plain file or a folder, packed as packages are; raises NoPackage."""
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise NoPackage(f"{entry.filename} is a link or a device")
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _WAYS:
        raise NoPackage(f"{entry.filename} is encrypted, or packed in a way that packages are not")


def check_name(name: str) -> None:
    """Raises NoPackage for a path that leads out of the package, or that no package of ours could hold."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith(("/", "~")) or ".." in parts or "\\" in name:
        raise NoPackage(f"a path leads out of it: {name}")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise NoPackage(f"a path is too long or holds control signs: {name[:LONGEST_NAME]}")


def inside(name: str) -> bool:
    """Whether a path stays within the package."""
    try:
        check_name(name)
    except NoPackage:
        return False
    return True


def _list_of(file: BinaryIO) -> tuple[int, int]:
    """Bytes and entries of a zip's list of files, by the record that the library believes."""
    size = file.seek(0, 2)
    start = max(0, size - 22 - 0xFFFF)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise NoPackage("it is no zip that can be read")
    entries, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if tail[max(0, at - 20) : at].startswith(_LOCATOR64) and start + at >= 76:
        file.seek(start + at - 76)
        record = file.read(56)
        if record.startswith(_END64):
            entries, length = struct.unpack("<QQ", record[32:48])
    return length, entries
