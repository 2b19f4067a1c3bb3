"""How one stream of a film or a sound comes over into a copy: as it is, or coded anew and small."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from fractions import Fraction
from typing import Any

from av.audio.resampler import AudioResampler
from av.container import OutputContainer
from av.filter import Graph
from av.stream import Stream

SIDE, FASTEST = 854, 30  # pixels of the longer side, frames a second
TURNS = {90: ["2"], 180: ["1", "1"], 270: ["1"]}  # degrees → FFmpeg's directions of ``transpose``


class Lane(ABC):
    """One stream on its way over."""

    stream: Stream
    wrote = False

    @abstractmethod
    def take(self, packet: Any) -> None:
        """Take a packet over."""

    def end(self) -> None:  # noqa: B027 -- what goes over as it is holds nothing back
        """Write what is still held back."""


class AsItIs(Lane):
    """Its packets are copied."""

    def __init__(self, new: OutputContainer, old: Any) -> None:
        self.new, self.stream = new, new.add_stream_from_template(old)

    def take(self, packet: Any) -> None:
        """Take a packet over."""
        if packet.dts is not None:
            packet.stream = self.stream
            self.new.mux(packet)
            self.wrote = True


class Film(Lane):
    """Pictures as H.264, upright, with a time of their own: a telephone's frames come at odd moments."""

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
        """Take a packet over."""
        for frame in packet.decode():
            self._write(frame)

    def end(self) -> None:
        """Write what is still held back."""
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
        nodes = [
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=self.old.time_base),
            graph.add("scale", scale),
            *(graph.add("transpose", turn) for turn in TURNS.get(self.turned, ())),
            graph.add("format", "yuv420p"),
            graph.add("buffersink"),
        ]
        for one, other in itertools.pairwise(nodes):
            one.link_to(other)
        graph.configure()
        return graph


class Sound(Lane):
    """Tones as AAC of one channel."""

    def __init__(self, new: OutputContainer, old: Any) -> None:
        self.new = new
        self.stream = new.add_stream("aac", rate=44_100)
        self.coder: Any = self.stream
        self.coder.bit_rate, self.coder.layout = 64_000, "mono"
        self.resampler = AudioResampler(format="fltp", layout="mono", rate=44_100, frame_size=1024)

    def take(self, packet: Any) -> None:
        """Take a packet over."""
        for frame in packet.decode():
            frame.pts = None
            self._write(frame)

    def end(self) -> None:
        """Write what is still held back."""
        if self.wrote:
            self._write(None)
            self.new.mux(self.coder.encode(None))

    def _write(self, frame: Any) -> None:
        for part in self.resampler.resample(frame):
            self.new.mux(self.coder.encode(part))
            self.wrote = True
