"""A copy that every browser plays, of a film or a sound that not every browser does; without the original's metadata.

What is H.264 and AAC already goes over as it is; the rest is made small: 854 pixels, 15 to 30 frames a second.
"""

from __future__ import annotations

import contextlib
from typing import Any

import av
from av.container import InputContainer, OutputContainer

from services.shared.files.media.films import BROKEN, MOST
from services.shared.files.media.known import COLOURS, H264
from services.shared.files.media.lanes import AsItIs, Film, Lane, Sound


def make(source: str, target: str, content_type: str) -> bool:
    """What the child does: write the copy; False where nothing in it can be decoded."""
    film = content_type.startswith("video/")
    turned = _turned(source) if film else 0
    try:
        with av.open(source) as old, av.open(target, "w", format="mp4", options={"movflags": "+faststart"}) as new:
            return _copied(old, new, film=film, turned=turned)
    except BROKEN:
        return False


def _copied(old: InputContainer, new: OutputContainer, *, film: bool, turned: int) -> bool:
    if film and any(stream.width * stream.height > MOST for stream in old.streams.video[:1]):
        return False
    lanes = _lanes(old, new, film=film, turned=turned)
    for lane in lanes.values():
        lane.stream.metadata.clear()
    with contextlib.suppress(*BROKEN):  # what can be heard and seen of a damaged one
        for packet in old.demux([old.streams[index] for index in lanes]):
            with contextlib.suppress(av.error.InvalidDataError):
                lanes[packet.stream_index].take(packet)
    for lane in lanes.values():
        lane.end()
    return any(lane.wrote for lane in lanes.values())


def _lanes(old: InputContainer, new: OutputContainer, *, film: bool, turned: int) -> dict[int, Lane]:
    """How picture and sound go over, by the numbers of their streams."""
    lanes: dict[int, Lane] = {}
    for stream in old.streams.video[:1] if film else ():
        lanes[stream.index] = Film(new, stream, turned) if turned or not _goes_over(stream) else AsItIs(new, stream)
    for sound in old.streams.audio[:1]:
        lanes[sound.index] = AsItIs(new, sound) if sound.codec_context.name == "aac" else Sound(new, sound)
    return lanes


def _goes_over(stream: Any) -> bool:
    return stream.codec_context.name in H264 and stream.codec_context.pix_fmt in COLOURS


def _turned(source: str) -> int:
    """Degrees by which its first picture is to be turned; the container's note of it does not go over."""
    with contextlib.suppress(*BROKEN), av.open(source) as film:
        film.streams.video[0].codec_context.thread_count = 1
        return next((int(frame.rotation) % 360 for frame in film.decode(video=0)), 0)
    return 0
