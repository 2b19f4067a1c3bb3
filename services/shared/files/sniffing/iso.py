"""MP4 and its relatives (ISO/IEC 14496-12), QuickTime's older files among them: told by brand and by their tracks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_AVIF = {b"avif", b"avis"}
_STILL = {b"mif1", b"msf1", b"miaf"}  # which of both, its further brands say
_SOUND = {b"M4A ", b"M4B ", b"F4A "}
_FIRST = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}  # of a QuickTime file from before ``ftyp``
_LONGEST = 32 * 1024 * 1024  # bytes of an index that are read
_MOST = 4096  # boxes of a file that are looked at


def kind(head: bytes, source: IO[bytes] | None) -> str | None:
    """The type of a file that begins like one of these; without ``source`` by its first bytes alone."""
    if head[4:8] == b"ftyp":
        return _by_brand(head, source)
    if head[4:8] not in _FIRST:
        return None
    if source is None:
        return "video/quicktime"
    tracks = _tracks(source)
    if tracks is None:
        return "video/quicktime" if _whole_boxes(source) else None
    return "audio/mp4" if tracks == {b"soun"} else "video/quicktime"


def _by_brand(head: bytes, source: IO[bytes] | None) -> str | None:
    brand, size = head[8:12], min(int.from_bytes(head[:4], "big"), 4096)
    brands = {brand, *(head[at : at + 4] for at in range(16, size, 4))}
    if brand in _HEIC | _AVIF | _STILL:
        return "image/avif" if brands & _AVIF and brand not in _HEIC else "image/heic"
    if brand == b"crx ":  # a camera's raw picture
        return None
    family = "quicktime" if brand == b"qt  " else "3gpp" if brand[:3] in {b"3gp", b"3g2"} else "mp4"
    if brand in _SOUND or (source is not None and _tracks(source) == {b"soun"}):
        return "audio/3gpp" if family == "3gpp" else "audio/mp4"
    return f"video/{family}"


def _tracks(source: IO[bytes]) -> set[bytes] | None:
    """Which tracks its index names: ``vide``, ``soun`` (others, as of subtitles, do not count); None without index."""
    for name, at, end in _boxes(source):
        if name == b"moov":
            if end - at > _LONGEST:
                return None
            source.seek(at)
            data = source.read(end - at)
            return {handler for handler in _handlers(data) if handler in {b"vide", b"soun"}}
    return None


def _boxes(source: IO[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """(type, begin, end) of the boxes of a file, as far as they fit into it."""
    whole, at = source.seek(0, 2), 0
    for _ in range(_MOST):
        source.seek(at)
        head = source.read(16)
        if len(head) < 8:
            return
        size, body = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), 16
        end = whole if size == 0 else at + size
        if end > whole or end < at + body:
            return
        yield head[4:8], at + body, end
        at = end


def _whole_boxes(source: IO[bytes]) -> bool:
    """Whether it is made of such boxes from its first byte to its last, with something played in them."""
    boxes = list(_boxes(source))
    return bool(boxes) and boxes[-1][2] == source.seek(0, 2) and any(name == b"mdat" for name, _, _ in boxes)


def _handlers(moov: bytes) -> Iterator[bytes]:
    """The handler of each track: ``trak`` / ``mdia`` / ``hdlr``."""
    for trak in _inside(moov, b"trak"):
        for mdia in _inside(trak, b"mdia"):
            for hdlr in _inside(mdia, b"hdlr"):
                yield hdlr[8:12]


def _inside(data: bytes, wanted: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8:
            return
        if data[at + 4 : at + 8] == wanted:
            yield data[at + 8 : at + size]
        at += size
