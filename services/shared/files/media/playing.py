"""A copy that every browser plays, of a film or a sound that not every browser does; without the original's metadata.

What is H.264 and AAC already goes over as it is; the rest is made small: 854 pixels, 15 to 30 frames a second.
"""

from __future__ import annotations

import contextlib
import itertools
from abc import ABC, abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import av
from av.audio.resampler import AudioResampler
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.stream import Stream

from services.shared.files.media.films import BROKEN, MOST

FILM, SOUND = 600, 4 * 3600  # seconds above which no copy is made: it would not be cheap
SIDE, FASTEST = 854, 30  # pixels of the longer side, frames a second
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
    lanes: dict[int, _Lane] = {}
    if film and old.streams.video:
        stream = old.streams.video[0]
        if stream.width * stream.height > MOST:
            return False
        lanes[stream.index] = _Film(new, stream, turned) if turned or not _goes_over(stream) else _As(new, stream)
    if old.streams.audio:
        sound = old.streams.audio[0]
        lanes[sound.index] = _As(new, sound) if sound.codec_context.name == "aac" else _Sound(new, sound)
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


class _Lane(ABC):
    """One stream on its way over."""

    stream: Stream
    wrote = False

    @abstractmethod
    def take(self, packet: Any) -> None:
        """Take a packet over."""

    def end(self) -> None:  # noqa: B027 -- what goes over as it is holds nothing back
        """Write what is still held back."""


class _As(_Lane):
    def __init__(self, new: OutputContainer, old: Any) -> None:
        self.new, self.stream = new, new.add_stream_from_template(old)

    def take(self, packet: Any) -> None:
        if packet.dts is not None:
            packet.stream = self.stream
            self.new.mux(packet)
            self.wrote = True


class _Film(_Lane):
    def __init__(self, new: OutputContainer, old: Any, turned: int) -> None:
        self.new, self.old, self.turned = new, old, turned
        rate = old.average_rate or old.guessed_rate or 25
        self.rate = Fraction(min(max(rate, 1), FASTEST))
        old.codec_context.thread_count = 1
        if old.width * old.height * rate > 1280 * 720 * 30:
            old.codec_context.skip_frame = "NONREF"  # half the work, and still a film
        self.stream = new.add_stream("libx264", rate=self.rate, options={"preset": "ultrafast", "crf": "28"})
        self.coder: Any = self.stream
        self.coder.pix_fmt, self.coder.codec_context.thread_count = "yuv420p", 1
        self.graph: Graph | None = None
        self.last = -1

    def take(self, packet: Any) -> None:
        for frame in packet.decode():
            self._write(frame)

    def end(self) -> None:
        if self.wrote:
            self.new.mux(self.coder.encode(None))

    def _write(self, frame: Any) -> None:
        at = int((frame.time or 0) * self.rate)
        if at <= self.last:
            return  # faster than we show
        if self.graph is None:
            self.graph = self._graph(frame)
        self.graph.push(frame)
        small: Any = self.graph.pull()
        small.pts, small.time_base, self.last = at, 1 / self.rate, at
        small.pict_type = 0
        if not self.wrote:
            self.coder.width, self.coder.height = small.width, small.height
        self.new.mux(self.coder.encode(small))
        self.wrote = True

    def _graph(self, frame: Any) -> Graph:
        graph = Graph()
        scale = f"w='trunc(iw*min(1,{SIDE}/max(iw,ih))/2)*2':h='trunc(ih*min(1,{SIDE}/max(iw,ih))/2)*2'"
        turns = {90: ["2"], 180: ["1", "1"], 270: ["1"]}.get(self.turned, [])
        nodes = [
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=self.old.time_base),
            graph.add("scale", scale),
            *(graph.add("transpose", turn) for turn in turns),
            graph.add("format", "yuv420p"),
            graph.add("buffersink"),
        ]
        for one, other in itertools.pairwise(nodes):
            one.link_to(other)
        graph.configure()
        return graph


class _Sound(_Lane):
    def __init__(self, new: OutputContainer, old: Any) -> None:
        self.new = new
        self.stream = new.add_stream("aac", rate=44_100)
        self.coder: Any = self.stream
        self.coder.bit_rate, self.coder.layout = 64_000, "mono"
        self.resampler = AudioResampler(format="fltp", layout="mono", rate=44_100, frame_size=1024)

    def take(self, packet: Any) -> None:
        for frame in packet.decode():
            frame.pts = None
            self._write(frame)

    def end(self) -> None:
        if self.wrote:
            self._write(None)
            self.new.mux(self.coder.encode(None))

    def _write(self, frame: Any) -> None:
        for part in self.resampler.resample(frame):
            self.new.mux(self.coder.encode(part))
            self.wrote = True
