"""Names of files: as they were given, made safe; and as they leave, with the ending of what the file is.

The ending decides what a machine does when somebody presses a file. So it is ours to say: a text that calls itself
``lihat.bat``, a picture that calls itself ``foto.hta`` leave as ``lihat.bat.txt`` and ``foto.hta.jpg``: nothing
runs them.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote_to_bytes

from services.shared.paper.text import in_one_line

MOST, MOST_BYTES = 120, 255  # characters; bytes of UTF-8, which is what file systems take
_OF_WINDOWS, _DEVICES = re.compile(r'[<>:"|?*]'), re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
_ENDING = re.compile(r"\.[0-9A-Za-z]{1,10}")
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
    "video/ogg": ("ogv", "ogx"),
    "audio/mpeg": ("mp3", "mp2", "mpga"),
    "audio/mp4": ("m4a", "m4b", "mp4"),
    "audio/3gpp": ("3gp", "3gpp", "3ga"),
    "audio/ogg": ("ogg", "oga", "opus"),
    "audio/webm": ("webm", "weba"),
    "audio/x-matroska": ("mka",),
    "audio/wav": ("wav",),
    "audio/aac": ("aac",),
    "audio/flac": ("flac",),
    "audio/amr": ("amr",),
    "audio/x-caf": ("caf",),
    "audio/x-ms-wma": ("wma", "asf"),
    "application/pdf": ("pdf",),
    f"{_OPEN_XML}wordprocessingml.document": ("docx", "dotx"),
    f"{_OPEN_XML}spreadsheetml.sheet": ("xlsx", "xltx"),
    f"{_OPEN_XML}presentationml.presentation": ("pptx", "ppsx", "potx"),
    f"{_ODF}text": ("odt",),
    f"{_ODF}spreadsheet": ("ods",),
    f"{_ODF}presentation": ("odp",),
    "application/msword": ("doc", "dot"),
    "application/vnd.ms-excel": ("xls", "xlt"),
    "application/vnd.ms-powerpoint": ("ppt", "pps", "pot"),
    "application/zip": ("zip",),
    "text/plain": ("txt", "log"),
}


def chosen(*families: str) -> str:
    """What the chooser of a browser offers of these (``image``, ``application/pdf``): many know no type of a HEIC, an
    AMR or an MKV, so the endings stand beside the types."""
    kinds = [kind for kind in ENDINGS if kind.startswith(families) and kind != "application/zip"]
    types = [family if "/" in family else f"{family}/*" for family in families if family != "application"]
    return ",".join([*types, *(f".{ending}" for kind in kinds for ending in ENDINGS[kind])])


CHOSEN = chosen("image", "video", "audio", "application", "text/plain")
PRINTED = chosen("image", "application/pdf")  # what becomes pages of ours


def safe_name(name: str, default: str = "berkas") -> str:
    """A file name, clean as every text, without path or what has no shape; too long, it is cut before its ending.

    Only what looks like an ending is one: in "Bukti 1. foto pagar rumah" nothing is.
    """
    base = in_one_line(name.replace("\\", "/").rsplit("/", 1)[-1]).replace("\t", " ")
    clean = "".join(char for char in base if unicodedata.category(char) != "Co").strip(" .\u200c\u200d")
    at = clean.rfind(".")
    stem, ending = (clean[:at], clean[at:]) if at > 0 and _ENDING.fullmatch(clean, at) else (clean, "")
    return f"{_cut(stem, MOST - len(ending), MOST_BYTES - len(ending))}{ending}" if stem else default


def leaving_name(name: str, content_type: str) -> str:
    """The name under which a file of this type leaves: with an ending of its type, whatever it was called.

    It may be unpacked anywhere: signs and names that Windows takes for its own are replaced.
    """
    name = _DEVICES.sub(r"_\g<0>", _OF_WINDOWS.sub("-", name))
    endings = ENDINGS.get(content_type, ())
    if not endings or name.lower().endswith(tuple(f".{ending}" for ending in endings)):
        return name
    ending = f".{endings[0]}"
    return _cut(name, MOST - len(ending), MOST_BYTES - len(ending)) + ending


def read_name(header: str) -> str:
    """The name that a header holds: percent-encoded, or the bytes themselves, which HTTP gives us as Latin-1.

    Bytes that are no UTF-8 are read as Windows writes them.
    """
    return read_text(unquote_to_bytes(header.encode("latin-1", "replace")))


def read_text(raw: bytes) -> str:
    """UTF-8; what is none is read as Windows writes it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _cut(text: str, characters: int, size: int) -> str:
    """So much of it as fits, and no half of a sign that is made of several (a family, a flag, a letter with marks)."""
    kept = text[:characters].encode()[:size].decode(errors="ignore")
    at = len(kept)
    while 0 < at < len(text) and (_goes_on(text[at]) or text[at - 1] == "\u200d" or _halves(text, at)):
        at -= 1
    return (kept[:at] or kept).rstrip(" .")


def _goes_on(char: str) -> bool:
    """Whether it belongs to the sign before it: joiners, marks, tags, and the colours of skin."""
    return unicodedata.category(char) in {"Mn", "Me", "Cf"} or 0x1F3FB <= ord(char) <= 0x1F3FF


def _halves(text: str, at: int) -> bool:
    """Whether two letters of a flag stand at both sides."""
    letters = 0
    while letters < at and 0x1F1E6 <= ord(text[at - letters - 1]) <= 0x1F1FF:
        letters += 1
    return letters % 2 == 1 and 0x1F1E6 <= ord(text[at]) <= 0x1F1FF
