"""What a file is, by its own bytes: an allow-list. The name and what the browser says never decide.

puremagic names the simple types; the containers (ISO media, Matroska, RIFF, Ogg, ZIP) are looked into here, because
there the same first bytes stand for allowed and refused types alike.
"""

from __future__ import annotations

import codecs
import zipfile
from typing import IO

import puremagic

from services.shared.errors import RuleBroken

HEAD = 16 * 1024
TEXT = "text/plain"
ALLOWED = {
    "image/jpeg": "Foto JPEG",
    "image/png": "Gambar PNG",
    "image/webp": "Gambar WebP",
    "image/heic": "Foto HEIC",
    "image/gif": "Gambar GIF",
    "video/mp4": "Video MP4",
    "video/quicktime": "Video MOV",
    "video/3gpp": "Video 3GP",
    "video/webm": "Video WebM",
    "video/x-matroska": "Video MKV",
    "audio/mpeg": "Suara MP3",
    "audio/mp4": "Suara M4A",
    "audio/ogg": "Suara OGG",
    "audio/wav": "Suara WAV",
    "audio/aac": "Suara AAC",
    "audio/flac": "Suara FLAC",
    "audio/amr": "Suara AMR",
    "application/pdf": "Dokumen PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Dokumen Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Lembar Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "Paparan PowerPoint",
    "application/vnd.oasis.opendocument.text": "Dokumen OpenDocument",
    TEXT: "Teks",
}
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_SIMPLE = {  # first bytes -> type, for types whose first bytes say it all
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
    b"fLaC": "audio/flac",
    b"#!AMR": "audio/amr",
    b"ID3": "audio/mpeg",
}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_SOUND = {b"M4A ", b"M4B ", b"F4A "}
_NAMES = {"zip": "arsip ZIP", "rar": "arsip RAR", "7z": "arsip 7-Zip", "html": "halaman HTML", "svg": "gambar SVG"}


class NotAccepted(RuleBroken):
    """A type of file that we do not keep (415); the message says what to do instead."""

    status = 415


def sniff(source: IO[bytes]) -> str:
    """The content type of a seekable file, which is rewound.

    Raises:
        RuleBroken: an empty file. NotAccepted: a type outside the allow-list.
    """
    source.seek(0)
    head = source.read(HEAD)
    if not head:
        raise RuleBroken("Berkas kosong.", {"file": ["Berkas ini kosong (0 byte). Pilih berkas yang lain."]})
    kind = _container(head, source) or _simple(head) or _text(head)
    source.seek(0)
    if kind is None:
        raise _refusal(head)
    return kind


def _simple(head: bytes) -> str | None:
    for start, kind in _SIMPLE.items():
        if head.startswith(start):
            return kind
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:  # MPEG audio: 11 bits of sync
        layer = head[1] >> 1 & 3
        return "audio/aac" if layer == 0 else "audio/mpeg"
    return None


def _container(head: bytes, source: IO[bytes]) -> str | None:
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska" if b"matroska" in head[:64] else None
    if head.startswith(b"RIFF"):
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(head[8:12])
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.startswith(b"PK\x03\x04"):
        return _office(source)
    return None


def _iso_media(head: bytes) -> str | None:
    """MP4 and its relatives by their brand (ISO/IEC 14496-12)."""
    brand = head[8:12]
    if brand in _HEIC:
        return "image/heic"
    if brand in _SOUND:
        return "audio/mp4"
    if brand == b"qt  ":
        return "video/quicktime"
    if brand[:3] in {b"3gp", b"3g2"}:
        return "video/3gpp"
    return "video/mp4" if brand[:3] not in {b"avi", b"crx"} else None


def _office(source: IO[bytes]) -> str | None:
    """A ZIP is kept only when it is an office document without macros."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            if "mimetype" in names[:1] and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind in ALLOWED else None
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names)), None)


def _text(head: bytes) -> str | None:
    """Plain text: UTF-8 without control characters that does not look like a page, a picture or a program."""
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return None
    start = text.lstrip()[:256].lower()
    if start.startswith(("<", "#!", "mz", "%!")) or any(ord(char) < 32 and char not in "\t\n\r\f" for char in text):
        return None
    return None if _looks_active(start) else TEXT


def _looks_active(start: str) -> bool:
    return any(mark in start for mark in ("<script", "<html", "<svg", "<!doctype"))


def _refusal(head: bytes) -> NotAccepted:
    name = _name(head)
    hint = "Buka arsipnya dan unggah isinya satu per satu." if name.startswith("arsip") else (
        "Yang diterima: foto, video, suara, PDF, dokumen Word/Excel/PowerPoint/OpenDocument, dan teks."
    )  # fmt: skip
    message = f"Jenis berkas ini ({name}) tidak diterima. {hint}"
    return NotAccepted("Jenis berkas tidak diterima.", {"file": [message]})


def _name(head: bytes) -> str:
    """What a refused file seems to be, in words for the clerk."""
    if head.startswith(b"PK\x03\x04"):
        return _NAMES["zip"]
    if head.startswith((b"\x7fELF", b"MZ", b"#!", b"\xca\xfe\xba\xbe")):
        return "program"
    start = head[:512].lstrip().lower()
    if b"<svg" in start:
        return _NAMES["svg"]
    if start.startswith((b"<!doctype", b"<html", b"<")):
        return _NAMES["html"]
    try:
        ending = puremagic.from_string(head[:8192]).lstrip(".")
    except (puremagic.PureError, ValueError):
        return "tidak dikenal"
    return _NAMES.get(ending, ending or "tidak dikenal")
