"""What a file is, by its own bytes: an allow-list. The name and what the browser says never decide.

The containers (ISO media, Matroska, RIFF, Ogg, ZIP) are looked into, because there the same first bytes stand for
allowed and refused types alike; puremagic names what is refused (``refusals``).
"""

from __future__ import annotations

import codecs
from typing import IO

from services.shared.errors import RuleBroken
from services.shared.files.refusals import OPEN_IT, refusal, refused
from services.shared.files.zips import ZIP, directory, office

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
    "audio/webm": "Suara WebM",
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
_SOUND_TRACKS = (b"A_OPUS", b"A_VORBIS")
_FILM_TRACKS = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG")


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
    if kind is None:
        raise refusal(head)
    if not head.startswith(ZIP) and directory(source) is not None:
        raise refused(f"{ALLOWED[kind]} yang menyembunyikan arsip ZIP", OPEN_IT)
    source.seek(0)
    return kind


def glance(head: bytes) -> None:
    """Refuse by the first bytes what cannot become anything that we keep; a ZIP is seen only when it is whole.

    Raises:
        NotAccepted.
    """
    if not head.startswith(ZIP) and (_container(head, None) or _simple(head) or _text(head)) is None:
        raise refusal(head)


def _simple(head: bytes) -> str | None:
    for start, kind in _SIMPLE.items():
        if head.startswith(start):
            return kind
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:  # MPEG audio: 11 bits of sync
        layer = head[1] >> 1 & 3
        return "audio/aac" if layer == 0 else "audio/mpeg"
    return None


def _container(head: bytes, source: IO[bytes] | None) -> str | None:
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _matroska(head)
    if head.startswith(b"RIFF"):
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(head[8:12])
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.startswith(ZIP) and source is not None:
        return office(source)
    return None


def _matroska(head: bytes) -> str | None:
    """WebM and Matroska; a WebM with sound tracks only is what a browser's microphone gives."""
    if b"webm" in head[:64]:
        film = any(track in head for track in _FILM_TRACKS)
        return "audio/webm" if not film and any(track in head for track in _SOUND_TRACKS) else "video/webm"
    return "video/x-matroska" if b"matroska" in head[:64] else None


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
