"""Films and sounds: a picture from the beginning or the wave form, how long, which codecs, when and where recorded."""

from __future__ import annotations

import array
import contextlib
import itertools
from collections.abc import Mapping
from typing import Any

import av
from av import VideoFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from PIL import Image, ImageDraw

RATE = 8_000  # samples a second that the wave form is drawn from
LONGEST = 3_600  # seconds of sound that are decoded for a wave form
FRAMES = 60  # frames that are decoded at most to find one that shows something
SIZE = (1280, 200)  # pixels of a wave form
BARS = 320
MOST = 40_000_000  # pixels of a frame
INK, PAPER = (11, 77, 140), (244, 248, 252)
_TAGS = {"taken": ("creationdate", "creation_time"), "place": ("location.iso6709", "location")}  # as cameras name them
_APPLE = "com.apple.quicktime."
Drawn = tuple[list[Image.Image], dict[str, Any]]
BROKEN = (av.error.FFmpegError, ValueError, OverflowError, IndexError, OSError, EOFError)


def open_film(path: str) -> Drawn:
    """A frame of the first second, upright, and the facts; without a picture where no frame can be decoded."""
    facts: dict[str, Any] = {}
    try:
        with av.open(path) as film:
            facts = _facts(film)
            found = _frame(film) if film.streams.video else None
            return ([found] if found else []), facts
    except BROKEN:
        return [], {"trouble": "unindexed" if not facts else "damaged"} | facts


def open_sound(path: str) -> Drawn:
    """The wave form, and the facts; without it where nothing can be decoded, or it lasts longer than an hour."""
    facts: dict[str, Any] = {}
    try:
        with av.open(path) as sound:
            facts = _facts(sound)
            peaks = _peaks(sound) if sound.streams.audio and facts.get("seconds", 0) <= LONGEST else []
            return ([_wave(peaks)] if peaks else []), facts
    except BROKEN:
        return [], {"trouble": "damaged"} | facts


def _facts(media: InputContainer) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if media.duration and media.duration > 0:
        facts["seconds"] = round(media.duration / av.time_base, 1)
    codecs = [stream.codec_context.name for stream in (*media.streams.video[:1], *media.streams.audio[:1])]
    if codecs:
        facts["codecs"] = ", ".join(codecs)
    if media.streams.video:
        facts |= {"width": media.streams.video[0].width, "height": media.streams.video[0].height}
        facts["colours"] = str(media.streams.video[0].codec_context.pix_fmt or "")
    return facts | _told({key.lower().removeprefix(_APPLE): value for key, value in media.metadata.items()})


def _told(tags: Mapping[str, str]) -> dict[str, str]:
    """When, where and by what it was taken, as the camera wrote it down."""
    facts = {}
    for fact, keys in _TAGS.items():
        if value := next((tags[key] for key in keys if tags.get(key)), ""):
            facts[fact] = value.strip("/")[:100]
    if camera := f"{tags.get('make', '')} {tags.get('model', '')}".strip():
        facts["camera"] = camera[:100]
    return facts


def _is_drawn(frame: VideoFrame) -> bool:
    return frame.width * frame.height <= MOST


def _frame(film: InputContainer) -> Image.Image | None:
    """A frame after the first second, which is often black; the last one that can be decoded of a shorter film."""
    stream, found = film.streams.video[0], None
    stream.codec_context.thread_count = 1
    if stream.width * stream.height > MOST:
        return None
    with contextlib.suppress(*BROKEN):
        for count, found in enumerate(itertools.takewhile(_is_drawn, film.decode(stream)), 1):
            if count >= FRAMES or (found.time or 0) >= 1:
                break
    if found is None:
        return None
    picture = found.to_image()
    return picture.rotate(found.rotation, expand=True) if found.rotation else picture


def _peaks(sound: InputContainer) -> list[int]:
    """The loudest sample of each tenth of a second, as far as it can be decoded."""
    resampler, peaks, kept = AudioResampler(format="s16", layout="mono", rate=RATE), list[int](), array.array("h")
    step = RATE // 10
    with contextlib.suppress(*BROKEN):
        for frame in sound.decode(sound.streams.audio[0]):
            for part in resampler.resample(frame):
                kept.frombytes(bytes(part.planes[0])[: part.samples * 2])
            while len(kept) >= step:
                peaks.append(_loudest(kept[:step]))
                del kept[:step]
            if len(peaks) > LONGEST * 10:
                break
    return [*peaks, _loudest(kept)] if kept else peaks


def _loudest(samples: array.array[int]) -> int:
    highest, lowest = max(samples), min(samples)
    return max(highest, -lowest)


def _wave(peaks: list[int]) -> Image.Image:
    picture = Image.new("RGB", SIZE, PAPER)
    draw, (width, height) = ImageDraw.Draw(picture), SIZE
    bars = min(BARS, len(peaks))
    loudest, wide = max(*peaks, 1), width / bars
    for bar in range(bars):
        share = peaks[bar * len(peaks) // bars : max((bar + 1) * len(peaks) // bars, bar * len(peaks) // bars + 1)]
        tall = max(2.0, max(share) / loudest * (height - 16))
        left = bar * wide
        draw.rectangle((left, (height - tall) / 2, left + max(wide - 1.5, 1), (height + tall) / 2), fill=INK)
    return picture
