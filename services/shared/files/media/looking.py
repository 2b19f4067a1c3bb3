"""A look at a stored file: small pictures, what its metadata say, a copy to play; by a child process with limits."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from services.shared import confined
from services.shared.errors import Unavailable
from services.shared.files.media import known
from services.shared.files.media.fetching import MEMORY, beside, fetched, laid_out, write_anew
from services.shared.files.sniffing.refusals import active
from services.shared.storage.object_store import ObjectStore, StoredObject

_RENDER, _PLAYING = "services.shared.files.media.render", "services.shared.files.media.playing"
confined.preload(_RENDER, _PLAYING)

SECONDS = 20.0

LARGEST = 24 * 1024 * 1024  # bytes of an answer: thirty pages of a scan

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
    with fetched(store, ref, spool) as file:
        answer = _rendered("render", file.name, ref.content_type, seconds=SECONDS, largest=LARGEST)
    return Look({name: base64.b64decode(data) for name, data in answer["pictures"].items()}, answer["facts"])


def first_look(source: IO[bytes], size: int, content_type: str, spool: Path) -> str:
    """What keeps a file that is just being brought from being opened (``render.first``); empty where nothing does.

    Nobody waits long for it: where it cannot be said now, the look that follows says it. ``source`` is rewound.

    Raises:
        NotAccepted: it acts when it is opened.
    """
    if content_type not in known.SHOWN:
        return ""
    try:
        with laid_out(source, size, spool) as file:
            found = _rendered("first", file.name, content_type, seconds=AT_ONCE, patience=PATIENCE)
    except (confined.TooMuch, Unavailable):
        return ""
    if found["acts"]:
        raise active(found["acts"])
    return str(found["trouble"])


def _rendered(function: str, file: str, content_type: str, **limits: Any) -> Any:
    """What a child that may read this one file answers."""
    return confined.run(f"{_RENDER}:{function}", file, content_type, memory=MEMORY, files=[file], **limits)


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
    with beside(store, ref, spool, "play-") as (source, target):
        room = ref.size + ROOM
        try:
            done = write_anew(f"{_PLAYING}:make", source, target, ref.content_type, seconds=COPYING, writes=room)
        except confined.TooMuch:
            done = False
        if not done:
            yield None
            return
        with target.open("rb") as copy:
            yield copy
