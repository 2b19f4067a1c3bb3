"""Names of files: as they were given, made safe; and as they leave, with the ending of what the file is.

The ending decides what a machine does when somebody presses a file. So it is ours to say: a text that calls itself
``lihat.bat``, a picture that calls itself ``foto.hta`` leave as ``lihat.bat.txt`` and ``foto.hta.jpg``: nothing
runs them.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

MOST, MOST_BYTES = 120, 255  # characters; bytes of UTF-8, which is what file systems take
_ENDING = re.compile(r"\.[0-9A-Za-z]{1,10}")
# Joiners, which emoji and some scripts need; all other signs that nobody sees go, those that turn the line among them.
_JOINERS = {"\u200c", "\u200d"}
_OPEN_XML, _ODF = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
ENDINGS = {  # the first is put behind a name that has none of them
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif", "hif"),
    "image/avif": ("avif",),
    "image/tiff": ("tif", "tiff"),
    "image/bmp": ("bmp", "dib"),
    "image/jp2": ("jp2", "jpx", "j2k"),
    "image/gif": ("gif",),
    "video/mp4": ("mp4", "m4v"),
    "video/quicktime": ("mov", "qt"),
    "video/3gpp": ("3gp", "3gpp", "3g2"),
    "video/webm": ("webm",),
    "video/x-matroska": ("mkv",),
    "video/x-msvideo": ("avi",),
    "video/x-ms-wmv": ("wmv", "asf"),
    "video/mpeg": ("mpg", "mpeg", "vob"),
    "video/mp2t": ("ts", "mts", "m2ts"),
    "audio/mpeg": ("mp3", "mp2", "mpga"),
    "audio/mp4": ("m4a", "m4b", "mp4"),
    "audio/3gpp": ("3gp", "3gpp", "3ga"),
    "audio/ogg": ("ogg", "oga", "opus"),
    "audio/webm": ("webm", "weba"),
    "audio/wav": ("wav",),
    "audio/aac": ("aac",),
    "audio/flac": ("flac",),
    "audio/amr": ("amr",),
    "audio/x-caf": ("caf",),
    "audio/x-ms-wma": ("wma", "asf"),
    "application/pdf": ("pdf",),
    f"{_OPEN_XML}wordprocessingml.document": ("docx",),
    f"{_OPEN_XML}spreadsheetml.sheet": ("xlsx",),
    f"{_OPEN_XML}presentationml.presentation": ("pptx",),
    f"{_ODF}text": ("odt",),
    f"{_ODF}spreadsheet": ("ods",),
    f"{_ODF}presentation": ("odp",),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls",),
    "application/vnd.ms-powerpoint": ("ppt",),
    "application/zip": ("zip",),
    "text/plain": ("txt", "log"),
}


def safe_name(name: str, default: str = "berkas") -> str:
    """A file name in NFC without path, control or direction-changing characters; too long, it is cut before its ending.

    Only what looks like an ending is one: in "Bukti 1. foto pagar rumah" nothing is.
    """
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    clean = "".join(c for c in base if c in _JOINERS or unicodedata.category(c)[0] != "C").strip(" .\u200c\u200d")
    at = clean.rfind(".")
    stem, ending = (clean[:at], clean[at:]) if at > 0 and _ENDING.fullmatch(clean, at) else (clean, "")
    return f"{_cut(stem, MOST - len(ending), MOST_BYTES - len(ending))}{ending}" if stem else default


def leaving_name(name: str, content_type: str) -> str:
    """The name under which a file of this type leaves: with an ending of its type, whatever it was called."""
    endings = ENDINGS.get(content_type, ())
    if not endings or name.lower().endswith(tuple(f".{ending}" for ending in endings)):
        return name
    ending = f".{endings[0]}"
    return _cut(name, MOST - len(ending), MOST_BYTES - len(ending)) + ending


def read_name(header: str) -> str:
    """The name that a header holds: percent-encoded, or the bytes themselves, which HTTP gives us as Latin-1.

    Bytes that are no UTF-8 are read as Windows writes them.
    """
    if header.isascii():
        return unquote(header)
    return unquote(read_text(header.encode("latin-1", "replace")))


def read_text(raw: bytes) -> str:
    """UTF-8; what is none is read as Windows writes it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _cut(text: str, characters: int, size: int) -> str:
    return text[:characters].encode()[:size].decode(errors="ignore").rstrip(" .\u200d")
