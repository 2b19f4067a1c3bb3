"""What is known of pictures, films and sounds by type and by the facts found in them; what reads them is not loaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.shared.paper.formats import FORMATS

FILMS = (
    "video/mp4", "video/quicktime", "video/3gpp", "video/webm", "video/x-matroska", "video/x-msvideo", "video/x-ms-wmv",
    "video/mpeg", "video/mp2t", "video/ogg",
)  # fmt: skip
SOUNDS = (
    "audio/mpeg", "audio/mp4", "audio/3gpp", "audio/ogg", "audio/webm", "audio/wav", "audio/aac", "audio/flac",
    "audio/amr", "audio/x-caf", "audio/x-ms-wma", "audio/x-matroska",
)  # fmt: skip
SHOWN = frozenset({*FORMATS, *FILMS, *SOUNDS, "application/pdf", "text/plain"})  # types of which pictures are made
FILM, SOUND = 600, 4 * 3600  # seconds above which no copy is made: it would not be cheap
H264 = {"h264"}
_PLAYED: dict[str, tuple[set[str], set[str]]] = {  # type -> codecs of picture and sound that browsers play in it
    "video/mp4": ({"h264", "av1", "vp9"}, {"aac", "mp3", "opus", "flac"}),
    "video/quicktime": (H264, {"aac", "mp3"}),
    "video/webm": ({"vp8", "vp9", "av1"}, {"opus", "vorbis"}),
    "audio/mpeg": (set(), {"mp3", "mp3float"}),
    "audio/mp4": (set(), {"aac", "mp3", "mp3float", "opus", "flac"}),
    "audio/ogg": (set(), {"opus", "vorbis", "flac"}),
    "audio/webm": (set(), {"opus", "vorbis"}),
    "audio/wav": (set(), {"pcm_s16le", "pcm_u8", "pcm_s24le", "pcm_s32le", "pcm_f32le"}),
    "audio/aac": (set(), {"aac"}),
    "audio/flac": (set(), {"flac"}),
}
COLOURS = {"", "yuv420p", "yuvj420p"}  # of eight bits, as browsers decode them
MADE = {"video": "video/mp4", "audio": "audio/mp4"}


def is_played(content_type: str, facts: Mapping[str, Any]) -> bool:
    """Whether browsers play it as it is, by the codecs that a look found in it."""
    films, sounds = _PLAYED.get(content_type, (set(), set()))
    found = {codec for codec in str(facts.get("codecs", "")).split(", ") if codec}
    return bool(films | sounds) and found <= films | sounds and facts.get("colours", "") in COLOURS


def is_cheap(content_type: str, facts: Mapping[str, Any]) -> bool:
    """Whether a copy is made: a sound, or a film of ten minutes at most, that was opened at all."""
    most = FILM if content_type.startswith("video/") else SOUND
    return bool(facts.get("codecs")) and 0 < facts.get("seconds", 0) <= most
