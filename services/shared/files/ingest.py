"""The one way in for a file: spool, sniff, put, row. Used by the API, by forms and by resumable uploads."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO, TypeVar, cast

from services.shared.errors import RuleBroken
from services.shared.files import kinds
from services.shared.files.media.looking import first_look
from services.shared.rights.people import Actor
from services.shared.storage.object_store import CHUNK, StoredObject, measure
from services.shared.unit_of_work import Service, Work

TOO_LARGE = "Berkas melebihi batas ukuran. Kecilkan atau bagi berkas itu."
Row = TypeVar("Row")


@dataclass(frozen=True)
class Incoming:
    """A file on its way in: a name, what the sender calls its type, and its bytes, which can be rewound."""

    name: str
    declared: str
    source: IO[bytes]


def take_in(
    service: Service,
    person: Actor,
    incoming: Incoming,
    place: tuple[str, str],
    check: Callable[[Work, int], object],
    add: Callable[[Work, str, str, StoredObject, str], Row],
) -> Row:
    """Store a file at ``place`` (bucket, folder) and note it; memory stays flat whatever its size.

    Whether this person may is asked (``check``, with its size in bytes) before a byte is stored, and again when
    ``add(work, name, declared, stored, trouble)`` writes the row; ``trouble`` is why it cannot be opened, or empty.

    Raises:
        RuleBroken, NotAccepted: no name, empty, of a type that we do not keep, or acting when it is opened.
        What ``check`` and ``add`` raise. Unavailable: the store does not answer.
    """
    known = kinds.named(incoming.name)
    kind = kinds.sniff(incoming.source)
    source = cast(BinaryIO, incoming.source)
    measured = measure(source)
    with service.work(person) as work:
        check(work, measured[1])
    trouble = first_look(source, measured[1], kind, service.settings.spool_dir)
    stored = service.store.put_file(*place, source, kind, measured)
    with service.work(person) as work:
        return add(work, known, incoming.declared[:100], stored, trouble)


@contextmanager
def spooled(service: Service, source: IO[bytes]) -> Iterator[IO[bytes]]:
    """A stream that cannot be rewound (a request's body), copied to the spool folder in chunks of 1 MiB.

    Raises:
        RuleBroken: larger than ``settings.max_upload``.
    """
    with tempfile.TemporaryFile(dir=service.settings.spool_dir) as spool:
        size = 0
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > service.settings.max_upload:
                raise RuleBroken(TOO_LARGE, {"file": [TOO_LARGE]})
            spool.write(chunk)
        yield spool
