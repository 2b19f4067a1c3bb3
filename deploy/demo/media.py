"""Makes small but real media files for the stories: JPEG, PNG, MP4, M4A, MP3, PDF. Each shows what it is about."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any, cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer

from deploy.demo import pictures

SECONDS = 3
RATE = 44_100
FRAMES_PER_SECOND = 12


@lru_cache(maxsize=256)
def make(name: str, caption: str) -> tuple[bytes, str]:
    """A file by the ending of its name; returns (bytes, content type). Raises KeyError for an unknown ending."""
    ending = name.rsplit(".", 1)[-1].lower()
    maker, content_type = MAKERS[ending]
    return maker(name, caption), content_type


def _video(name: str, caption: str) -> bytes:
    out = io.BytesIO()
    with av.open(
        out, "w", format="mp4", options={"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    ) as container:
        stream = container.add_stream("libx264", rate=FRAMES_PER_SECOND)
        stream.width, stream.height, stream.pix_fmt = pictures.WIDTH, pictures.HEIGHT, "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "32"}
        scenes = (pictures.scene(name, caption, number / 4) for number in range(SECONDS * FRAMES_PER_SECOND))
        _put(container, stream, map(av.VideoFrame.from_image, scenes))
    return out.getvalue()


def _sound(codec: str, container_format: str, name: str) -> bytes:
    base = 180 + hashlib.sha256(name.encode()).digest()[0]
    times = np.arange(SECONDS * RATE) / RATE
    wave = 0.3 * np.sin(2 * np.pi * base * times) * (1 + np.sin(2 * np.pi * 2 * times)) / 2
    out = io.BytesIO()
    with av.open(out, "w", format=container_format) as container:
        stream = cast(AudioStream, container.add_stream(codec, rate=RATE))
        stream.layout = "mono"
        size = stream.codec_context.frame_size or 1024
        _put(container, stream, _frames(wave, size))
    return out.getvalue()


def _frames(wave: np.ndarray, size: int) -> Iterator[av.AudioFrame]:
    for start in range(0, len(wave), size):
        chunk = wave[start : start + size].astype(np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(chunk, format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        yield frame


def _put(container: OutputContainer, stream: Any, frames: Iterable[Any]) -> None:
    for frame in (*frames, None):  # the last one fetches what the encoder still holds
        for packet in stream.encode(frame):
            container.mux(packet)


def _m4a(name: str, caption: str) -> bytes:
    return _sound("aac", "ipod", name)


def _mp3(name: str, caption: str) -> bytes:
    return _sound("libmp3lame", "mp3", name)


MAKERS = {
    "jpg": (pictures.photo, "image/jpeg"),
    "png": (pictures.screenshot, "image/png"),
    "mp4": (_video, "video/mp4"),
    "m4a": (_m4a, "audio/mp4"),
    "mp3": (_mp3, "audio/mpeg"),
    "pdf": (pictures.sheet, "application/pdf"),
}
