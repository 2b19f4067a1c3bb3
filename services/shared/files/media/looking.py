"""A look at a stored file: small pictures, what its metadata say, a copy to play; by a child process with limits."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from services.shared import confined
from services.shared.errors import Unavailable
from services.shared.files.media import known
from services.shared.storage.object_store import CHUNK, ObjectStore, StoredObject

_RENDER, _PLAYING = "services.shared.files.media.render", "services.shared.files.media.playing"
confined.preload(_RENDER, _PLAYING)

SECONDS = 20.0
MEMORY = 1024 * 1024 * 1024  # bytes above what the child begins with: the largest photo of a telephone, once
LARGEST = 24 * 1024 * 1024  # bytes of an answer: thirty pages of a scan
WHOLE = 64 * 1024 * 1024  # a larger file is not fetched whole
HEAD, TAIL = 48 * 1024 * 1024, 16 * 1024 * 1024  # of a larger one: films keep their index at either end
AT_ONCE = 6.0  # seconds that a person waits at most for a look at what was just brought
PATIENCE = 2.0  # seconds for its turn
COPYING = 180.0  # seconds for a copy, of which ten minutes in 1080p need a hundred: the worker has other things to do
COPIED = 1024 * 1024 * 1024  # bytes of a film that is fetched for it
ROOM = 160 * 1024 * 1024  # bytes that a copy may be larger than what it was made of


@dataclass(frozen=True)
class Look:
    """JPEGs by name (``thumb``, ``preview``, ``page-2`` …; none where the file shows nothing), and facts for people."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


def look(store: ObjectStore, ref: StoredObject, spool: Path) -> Look:
    """Look at a stored file; an empty Look for a type that shows nothing.

    Raises:
        confined.TooMuch: the file would take more time or memory than allowed. Missing, Unavailable: of the store.
    """
    if ref.content_type not in known.SHOWN:
        return Look()
    with _fetched(store, ref, spool) as file:
        answer = confined.run(
            f"{_RENDER}:render",
            file.name,
            ref.content_type,
            seconds=SECONDS,
            memory=MEMORY,
            largest=LARGEST,
            files=[file.name],
        )
    return Look({name: base64.b64decode(data) for name, data in answer["pictures"].items()}, answer["facts"])


def first_look(source: IO[bytes], size: int, content_type: str, spool: Path) -> str:
    """What keeps a file that is just being brought from being opened (``render.trouble``); empty where nothing does.

    Nobody waits long for it: where it cannot be said now, the look that follows says it. ``source`` is rewound.
    """
    if content_type not in known.SHOWN:
        return ""
    try:
        with _laid_out(source, size, spool) as file:
            return str(
                confined.run(
                    f"{_RENDER}:trouble", file.name, content_type,
                    seconds=AT_ONCE, memory=MEMORY, patience=PATIENCE, files=[file.name],
                )
            )  # fmt: skip
    except (confined.TooMuch, Unavailable):
        return ""


def is_copied(ref: StoredObject, facts: dict[str, Any]) -> bool:
    """Whether a copy to play is made of it: browsers do not play it, and it is cheap."""
    if ref.content_type.partition("/")[0] not in known.MADE or ref.size > COPIED:
        return False
    return not known.is_played(ref.content_type, facts) and known.is_cheap(ref.content_type, facts)


@contextmanager
def playable(store: ObjectStore, ref: StoredObject, spool: Path) -> Iterator[IO[bytes] | None]:
    """The copy of a stored film or sound, on disk; None where none can be made.

    Raises:
        Missing, Unavailable: of the store.
    """
    with tempfile.TemporaryDirectory(dir=spool, prefix="play-") as folder:
        source, target = Path(folder) / "asli", Path(folder) / "salinan"
        with source.open("wb") as file:
            store.save(ref, file)
        target.touch()  # the child opens no other file for writing, and makes none
        try:
            done = confined.run(
                f"{_PLAYING}:make", str(source), str(target), ref.content_type,
                seconds=COPYING, memory=MEMORY, files=[str(source)], target=str(target), writes=ref.size + ROOM,
            )  # fmt: skip
        except confined.TooMuch:
            done = False
        if not done:
            yield None
            return
        with target.open("rb") as copy:
            yield copy


@contextmanager
def _fetched(store: ObjectStore, ref: StoredObject, spool: Path) -> Iterator[IO[bytes]]:
    """The file on disk; of a large one its two ends, with a hole between them that takes no room."""
    with tempfile.NamedTemporaryFile(dir=spool, prefix="look-") as file:
        for offset, length in _ends(ref.size):
            file.seek(offset)
            for chunk in store.stream(ref.bucket, ref.key, offset, length):
                file.write(chunk)
        file.flush()
        yield file


@contextmanager
def _laid_out(source: IO[bytes], size: int, spool: Path) -> Iterator[IO[bytes]]:
    """The same of what lies here already, under a name that the child can be given."""
    with tempfile.NamedTemporaryFile(dir=spool, prefix="look-") as file:
        for offset, length in _ends(size):
            source.seek(offset)
            file.seek(offset)
            left = length
            while left and (chunk := source.read(min(CHUNK, left))):
                left -= file.write(chunk)
        file.flush()
        source.seek(0)
        yield file


def _ends(size: int) -> list[tuple[int, int]]:
    if not size:
        return []
    return [(0, size)] if size <= WHOLE else [(0, HEAD), (size - TAIL, TAIL)]
