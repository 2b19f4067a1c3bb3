"""A copy that every browser plays, of a film or a sound that not every browser does; without the original's metadata.

What is H.264 and AAC already goes over as it is; the rest is made small: 854 pixels, 15 to 30 frames a second.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import av
from av.container import InputContainer, OutputContainer

from services.shared.files.media.films import BROKEN, MOST
from services.shared.files.media.lanes import AsItIs, Film, Lane, Sound

FILM, SOUND = 600, 4 * 3600  # seconds above which no copy is made: it would not be cheap
_H264 = {"h264"}
_PLAYED: dict[str, tuple[set[str], set[str]]] = {  # type -> codecs of picture and sound that browsers play in it
    "video/mp4": ({"h264", "av1", "vp9"}, {"aac", "mp3", "opus", "flac"}),
    "video/quicktime": (_H264, {"aac", "mp3"}),
    "video/webm": ({"vp8", "vp9", "av1"}, {"opus", "vorbis"}),
    "audio/mpeg": (set(), {"mp3", "mp3float"}),
    "audio/mp4": (set(), {"aac", "mp3", "mp3float", "opus", "flac"}),
    "audio/ogg": (set(), {"opus", "vorbis", "flac"}),
    "audio/webm": (set(), {"opus", "vorbis"}),
    "audio/wav": (set(), {"pcm_s16le", "pcm_u8", "pcm_s24le", "pcm_s32le", "pcm_f32le"}),
    "audio/aac": (set(), {"aac"}),
    "audio/flac": (set(), {"flac"}),
}
_COLOURS = {"", "yuv420p", "yuvj420p"}  # of eight bits, as browsers decode them
MADE = {"video": "video/mp4", "audio": "audio/mp4"}


def is_played(content_type: str, facts: Mapping[str, Any]) -> bool:
    """Whether browsers play it as it is, by the codecs that a look found in it."""
    films, sounds = _PLAYED.get(content_type, (set(), set()))
    found = {codec for codec in str(facts.get("codecs", "")).split(", ") if codec}
    return bool(films | sounds) and found <= films | sounds and facts.get("colours", "") in _COLOURS


def is_cheap(content_type: str, facts: Mapping[str, Any]) -> bool:
    """Whether a copy is made: a sound, or a film of ten minutes at most, that was opened at all."""
    most = FILM if content_type.startswith("video/") else SOUND
    return bool(facts.get("codecs")) and 0 < facts.get("seconds", 0) <= most


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
    lanes: dict[int, Lane] = {}
    if film and old.streams.video:
        stream = old.streams.video[0]
        if stream.width * stream.height > MOST:
            return False
        lanes[stream.index] = Film(new, stream, turned) if turned or not _goes_over(stream) else AsItIs(new, stream)
    if old.streams.audio:
        sound = old.streams.audio[0]
        lanes[sound.index] = AsItIs(new, sound) if sound.codec_context.name == "aac" else Sound(new, sound)
    for lane in lanes.values():
        lane.stream.metadata.clear()
    with contextlib.suppress(*BROKEN):  # what can be heard and seen of a damaged one
        for packet in old.demux([old.streams[index] for index in lanes]):
            with contextlib.suppress(av.error.InvalidDataError):
                lanes[packet.stream_index].take(packet)
    for lane in lanes.values():
        lane.end()
    return any(lane.wrote for lane in lanes.values())


def _goes_over(stream: Any) -> bool:
    return stream.codec_context.name in _H264 and stream.codec_context.pix_fmt in _COLOURS


def _turned(source: str) -> int:
    """Degrees by which its first picture is to be turned; the container's note of it does not go over."""
    with contextlib.suppress(*BROKEN), av.open(source) as film:
        film.streams.video[0].codec_context.thread_count = 1
        return next((int(frame.rotation) % 360 for frame in film.decode(video=0)), 0)
    return 0
