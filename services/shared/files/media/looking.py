"""A look at a stored file: two small pictures and what its metadata say, by a child process with limits."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from services.shared import confined
from services.shared.files.media.render import KINDS, render
from services.shared.storage.object_store import ObjectStore, StoredObject

SECONDS = 20.0
MEMORY = 768 * 1024 * 1024  # bytes above what the child begins with
WHOLE = 64 * 1024 * 1024  # a larger file is not fetched whole
HEAD, TAIL = 48 * 1024 * 1024, 16 * 1024 * 1024  # of a larger one: films keep their index at either end


@dataclass(frozen=True)
class Look:
    """JPEGs by name (``thumb``, ``preview``; none where the file shows nothing), and facts for people."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


def look(store: ObjectStore, ref: StoredObject, spool: Path) -> Look:
    """Look at a stored file; an empty Look for a type that shows nothing.

    Raises:
        confined.TooMuch: the file would take more time or memory than allowed. Missing, Unavailable: of the store.
    """
    if ref.content_type not in KINDS:
        return Look()
    with _fetched(store, ref, spool) as file:
        answer = confined.run(render, file.name, ref.content_type, seconds=SECONDS, memory=MEMORY, files=[file.name])
    return Look({name: base64.b64decode(data) for name, data in answer["pictures"].items()}, answer["facts"])


@contextmanager
def _fetched(store: ObjectStore, ref: StoredObject, spool: Path) -> Iterator[IO[bytes]]:
    """The file on disk; of a large one its two ends, with a hole between them that takes no room."""
    with tempfile.NamedTemporaryFile(dir=spool, prefix="look-") as file:
        parts = [(0, ref.size)] if ref.size <= WHOLE else [(0, HEAD), (ref.size - TAIL, TAIL)]
        for offset, length in parts if ref.size else []:
            file.seek(offset)
            for chunk in store.stream(ref.bucket, ref.key, offset, length):
                file.write(chunk)
        file.flush()
        yield file
