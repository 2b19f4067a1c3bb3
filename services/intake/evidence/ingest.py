"""The one way in for a file: spool, sniff, put, row. Used by the API, the browser's form and resumable uploads."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

from services.intake.actions import files
from services.intake.evidence import kinds
from services.intake.tables import CaseFile
from services.shared.errors import RuleBroken
from services.shared.rights.people import Actor
from services.shared.storage.object_store import CHUNK, measure
from services.shared.unit_of_work import Service
from services.shared.web.files import safe_name

TOO_LARGE = "Berkas melebihi batas ukuran. Kecilkan atau bagi berkas itu."


def take_in(
    service: Service, person: Actor, case_no: str, role: str, name: str, declared: str, source: IO[bytes]
) -> CaseFile:
    """Store a seekable file and note it on its complaint; memory stays flat whatever its size.

    Whether this person may add it is asked before a byte is stored, and again when the row is written.

    Raises:
        RuleBroken, NotAccepted: no name, empty, or of a type that we do not keep.
        Missing, Forbidden, Stale: see ``actions.files``. Unavailable: the store does not answer.
    """
    known = safe_name(name, "")
    if not known:
        raise RuleBroken("Berkas tanpa nama.", {"file": ["Berkas ini tidak bernama."]})
    kind = kinds.sniff(source)
    measured = measure(cast(BinaryIO, source))
    with service.work(person) as work:
        files.check_add(work, case_no, role, measured[1])
    bucket = service.settings.evidence_bucket
    stored = service.store.put_file(bucket, case_no, cast(BinaryIO, source), kind, measured)
    with service.work(person) as work:
        return files.add(work, case_no, role, known, declared[:100], stored)


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
