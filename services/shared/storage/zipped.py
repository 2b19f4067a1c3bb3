"""A zip that is written while it is sent: stored, without clock times, and memory stays flat whatever lies in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest time that a zip entry can bear


class _Sink(io.RawIOBase):
    """What has been written is taken out again and sent."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def zipped(entries: Iterable[tuple[str, int, Iterable[bytes]]]) -> Iterator[bytes]:
    """The zip of entries (name, size in bytes, pieces), piece by piece. Raises what an entry's pieces raise."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as target:
        for name, size, pieces in entries:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr, entry.file_size = 0o644 << 16, size
            with target.open(entry, "w") as copy:
                for piece in pieces:
                    copy.write(piece)
                    yield sink.taken()
    yield sink.taken()
