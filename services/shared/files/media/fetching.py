"""What a child process reads, on disk under a name that it can be given: whole, or the two ends of a large file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from services.shared import confined
from services.shared.storage.object_store import CHUNK, ObjectStore, StoredObject

MEMORY = 1024 * 1024 * 1024  # bytes above what a child begins with: the largest photo of a telephone, once; a document
WHOLE = 64 * 1024 * 1024  # a larger file is not fetched whole
HEAD, TAIL = 48 * 1024 * 1024, 16 * 1024 * 1024  # of a larger one: films keep their index at either end


@contextmanager
def fetched(store: ObjectStore, ref: StoredObject, spool: Path) -> Iterator[IO[bytes]]:
    """A stored file; of a large one its two ends, with a hole between them that takes no room."""
    with tempfile.NamedTemporaryFile(dir=spool, prefix="look-") as file:
        for offset, length in _ends(ref.size):
            file.seek(offset)
            for chunk in store.stream(ref.bucket, ref.key, offset, length):
                file.write(chunk)
        file.flush()
        yield file


@contextmanager
def laid_out(source: IO[bytes], size: int, spool: Path) -> Iterator[IO[bytes]]:
    """The same of what lies here already; ``source`` is rewound."""
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


@contextmanager
def beside(store: ObjectStore, ref: StoredObject, spool: Path, prefix: str) -> Iterator[tuple[Path, Path]]:
    """A stored file, whole, and beside it an empty one for what is made of it."""
    with tempfile.TemporaryDirectory(dir=spool, prefix=prefix) as folder:
        source, target = Path(folder) / "asli", Path(folder) / "salinan"
        with source.open("wb") as file:
            store.save(ref, file)
        target.touch()  # the child opens no other file for writing, and makes none
        yield source, target


def write_anew(function: str, source: Path, target: Path, content_type: str, **limits: Any) -> Any:
    """What a child answers that writes the one file of the other; raises ``confined.TooMuch``."""
    asked = function, str(source), str(target), content_type
    return confined.run(*asked, memory=MEMORY, files=[str(source)], target=str(target), **limits)


def _ends(size: int) -> list[tuple[int, int]]:
    if not size:
        return []
    return [(0, size)] if size <= WHOLE else [(0, HEAD), (size - TAIL, TAIL)]
