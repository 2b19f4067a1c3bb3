"""Films and sounds without metadata: pictures and tones are copied as they are into a new container."""

from __future__ import annotations

import av

from services.shared.files.cleaning.known import FORMATS


def copy(source: str, target: str, content_type: str) -> None:
    """Only what is seen and heard goes over: no tags, no place, no timed data, no attached pictures.

    Raises:
        av.error.FFmpegError, ValueError: damaged.
    """
    options = {"fflags": "+bitexact", "movflags": "+faststart"} if content_type.startswith("video/mp4") else {}
    with av.open(source) as old, av.open(target, "w", format=FORMATS[content_type], options=options) as new:
        # Of pictures only the film itself: a cover that was attached to a sound or a film is none.
        film = old.streams.video[:1] if content_type.startswith("video/") else ()
        wanted = [*film, *old.streams.audio]
        pairs = {stream.index: new.add_stream_from_template(stream) for stream in wanted}
        for stream in pairs.values():
            stream.metadata.clear()
        for packet in old.demux(wanted):
            if packet.dts is not None:
                packet.stream = pairs[packet.stream.index]
                new.mux(packet)
