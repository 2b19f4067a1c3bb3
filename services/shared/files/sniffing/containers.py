"""Containers whose first bytes are shared by several types: RIFF, Matroska, ASF, MPEG, and pictures without a mark."""

from __future__ import annotations

import struct
from collections.abc import Callable

SIMPLE = {  # first bytes -> type, for types whose first bytes say it all
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"II+\0": "image/tiff",  # BigTIFF
    b"MM\0+": "image/tiff",
    b"\0\0\0\x0cjP  \r\n\x87\n": "image/jp2",
    b"fLaC": "audio/flac",
    b"#!AMR": "audio/amr",
    b"caff\0\x01": "audio/x-caf",
    b"ID3": "audio/mpeg",
    b"\0\0\x01\xba": "video/mpeg",
    b"\0\0\x01\xb3": "video/mpeg",
}
_RIFF = {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_FILM = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
_SOUND_TRACKS = (b"A_OPUS", b"A_VORBIS", b"A_AAC", b"A_MPEG", b"A_FLAC", b"A_AC3", b"A_PCM")
_FILM_TRACKS = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG", b"V_MS", b"V_THEORA", b"V_MJPEG", b"V_UNCOMPRESSED")
_OGG_FILMS = (b"\x80theora", b"BBCD\0", b"OVP80", b"\x01video")
_BMP_HEADS = {12, 16, 40, 52, 56, 64, 108, 124}  # lengths of its second header
_PACKETS = ((188, 0), (192, 4))  # of a transport stream, and of a camera's, with four bytes of time before each


def kind(head: bytes) -> str | None:
    """The type of a file with these first bytes."""
    for start, found in SIMPLE.items():
        if head.startswith(start):
            return found
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if tracks := next((tracks for start, tracks in _BY_TRACKS.items() if head.startswith(start)), None):
        return tracks(head)
    if head.startswith(b"BM") and len(head) > 18 and struct.unpack_from("<I", head, 14)[0] in _BMP_HEADS:
        return "image/bmp"
    return _stream(head)


def _matroska(head: bytes) -> str | None:
    """WebM and Matroska; a WebM with sound tracks only is what a browser's microphone gives."""
    sound = not any(track in head for track in _FILM_TRACKS) and any(track in head for track in _SOUND_TRACKS)
    if b"webm" in head[:64]:
        return "audio/webm" if sound else "video/webm"
    return ("audio/x-matroska" if sound else "video/x-matroska") if b"matroska" in head[:64] else None


def _ogg(head: bytes) -> str:
    return "video/ogg" if any(track in head for track in _OGG_FILMS) else "audio/ogg"


def _asf(head: bytes) -> str:
    return "video/x-ms-wmv" if _ASF_FILM in head else "audio/x-ms-wma"


_BY_TRACKS: dict[bytes, Callable[[bytes], str | None]] = {b"OggS": _ogg, b"\x1a\x45\xdf\xa3": _matroska, _ASF: _asf}


def _stream(head: bytes) -> str | None:
    """MPEG sound by the first frame's header, transport streams by the mark before each packet."""
    if len(head) > 3 and head[0] == 0xFF:
        if head[1] & 0xF6 == 0xF0:
            return "audio/aac"
        # Layer II or III, a version, a bit rate and a sample rate that there are: FF FE (Unicode text) is none.
        known = head[1] & 0xE0 == 0xE0 and head[1] & 0x06 in {2, 4} and head[1] & 0x18 != 0x08
        return "audio/mpeg" if known and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C else None
    for length, at in _PACKETS:
        marks = head[at::length][:8]
        if len(marks) >= 3 and set(marks) == {0x47}:
            return "video/mp2t"
    return None
