"""Writes a photo as an iPhone does: a picture of HEVC in a HEIF box (ISO/IEC 23008-12), coded by the locked FFmpeg."""

from __future__ import annotations

import io
import struct

import av
from PIL import Image


def heic(picture: Image.Image) -> bytes:
    """A HEIC file of a picture whose sides are even."""
    config, frame = _coded(picture)
    meta = _meta(config, picture.size, len(frame), 0)
    head = _box("ftyp", b"heic" + bytes(4) + b"mif1heic")
    meta = _meta(config, picture.size, len(frame), len(head) + len(meta) + 8)
    return head + meta + _box("mdat", frame)


def _coded(picture: Image.Image) -> tuple[bytes, bytes]:
    """The decoder's configuration (``hvcC``) and the one frame, taken out of an MP4."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as film:
        options = {"x265-params": "keyint=1:log-level=none:frame-threads=1:pools=none"}
        stream = film.add_stream("libx265", rate=1, options=options)
        stream.width, stream.height, stream.pix_fmt = *picture.size, "yuv420p"  # type: ignore[attr-defined]
        stream.codec_tag = "hvc1"
        for frame in (av.VideoFrame.from_image(picture), None):
            film.mux(stream.encode(frame))  # type: ignore[attr-defined]
    with av.open(io.BytesIO(target.getvalue())) as film:
        stream = film.streams.video[0]
        return bytes(stream.codec_context.extradata or b""), bytes(next(film.demux(stream)))


def _box(kind: str, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind.encode()) + body


def _full(kind: str, body: bytes, version: int = 0) -> bytes:
    return _box(kind, bytes([version, 0, 0, 0]) + body)


def _meta(config: bytes, size: tuple[int, int], length: int, at: int) -> bytes:
    properties = _box("ipco", _box("hvcC", config) + _full("ispe", struct.pack(">II", *size)))
    associated = _full("ipma", struct.pack(">IHBBB", 1, 1, 2, 0x81, 0x02))
    return _full(
        "meta",
        _full("hdlr", bytes(4) + b"pict" + bytes(13))
        + _full("pitm", struct.pack(">H", 1))
        + _full("iloc", struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, at, length))
        + _full("iinf", struct.pack(">H", 1) + _full("infe", struct.pack(">HH4s", 1, 0, b"hvc1") + b"\0", 2))
        + _box("iprp", properties + associated),
    )
