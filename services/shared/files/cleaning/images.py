"""Pictures without metadata, the picture itself bit by bit as it was: only named parts are kept."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from PIL import ExifTags, Image

# JPEG: JFIF, colour profile, Adobe's colour transform; all other application segments and comments go.
_JPEG_KEPT = {0xE0, 0xE2, 0xEE}
_JPEG_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"acTL", b"fcTL",
    b"fdAT",
}  # fmt: skip
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_WEBP_TOLD = 0b0000_1100  # flags in VP8X: Exif, XMP


class NotClean(ValueError):
    """The file is not built as its type should be, so nobody can say what is left in it."""


def jpeg(data: bytes) -> bytes:
    """A JPEG up to its end: what a telephone hangs behind it (a film, a second picture) goes, too."""
    out, at = bytearray(b"\xff\xd8"), 2
    if not data.startswith(b"\xff\xd8"):
        raise NotClean("no JPEG")
    while True:
        marker = _marker(data, at)
        if marker == 0xD9:
            return bytes(out + b"\xff\xd9")
        if marker in _JPEG_ALONE:
            out += data[at : at + 2]
            at += 2
            continue
        end = at + 2 + _length(data, at + 2)
        if _is_kept(marker, data[at + 4 : end]):
            out += data[at:end]
        at = end
        if marker == 0xDA:  # start of scan: compressed data follow
            end = _scan_end(data, at)
            out += data[at:end]
            at = end


def oriented_jpeg(data: bytes, orientation: int) -> bytes:
    """The same, with the one fact that a viewer needs: which way up it is."""
    cleaned = jpeg(data)
    if orientation not in range(2, 9):
        return cleaned
    entry = struct.pack(">HHIHH", ExifTags.Base.Orientation, 3, 1, orientation, 0)
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
    return cleaned[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + cleaned[2:]


def png(data: bytes) -> bytes:
    """A PNG of the chunks that draw it."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise NotClean("no PNG")
    out, at = bytearray(data[:8]), 8
    while True:
        if at + 12 > len(data):
            raise NotClean("the PNG has no end")
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind in _PNG_KEPT:
            out += data[at : at + 12 + size]
        at += 12 + size
        if kind == b"IEND":
            return bytes(out)


def webp(data: bytes) -> bytes:
    """A WebP of the chunks that draw it."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise NotClean("no WebP")
    body = bytearray(b"WEBP")
    for kind, chunk in _riff(data[12 : 8 + int.from_bytes(data[4:8], "little")]):
        if kind in _WEBP_KEPT:
            kept = bytes([chunk[0] & ~_WEBP_TOLD]) + chunk[1:] if kind == b"VP8X" else chunk
            body += kind + len(kept).to_bytes(4, "little") + kept + b"\x00" * (len(kept) % 2)
    return b"RIFF" + len(body).to_bytes(4, "little") + bytes(body)


def gif(source: str, target: str) -> None:
    """A GIF drawn anew: frames and their times, no comments."""
    with Image.open(source, formats=("GIF",)) as picture:
        picture.info.pop("comment", None)
        picture.info.pop("xmp", None)
        picture.save(target, "GIF", save_all=True, comment=b"")


def orientation_of(source: str) -> int:
    """Which way up a photo is; 1 where it does not say."""
    with Image.open(source, formats=("JPEG",)) as picture:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _marker(data: bytes, at: int) -> int:
    if at + 1 >= len(data) or data[at] != 0xFF:
        raise NotClean("the JPEG breaks off")
    return data[at + 1]


def _length(data: bytes, at: int) -> int:
    size = int.from_bytes(data[at : at + 2], "big")
    if size < 2 or at + size > len(data):
        raise NotClean("the JPEG breaks off")
    return size


def _is_kept(marker: int, body: bytes) -> bool:
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\x00")  # not the list of further pictures
    return marker in _JPEG_KEPT or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _scan_end(data: bytes, at: int) -> int:
    """Where the compressed data end: at the first marker that is neither a stuffed byte nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise NotClean("the JPEG has no end")
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
