"""Takes an attachment: streamed to the spool, sniffed, stored, and only then noted on the case."""

from __future__ import annotations

import tempfile
import uuid
from typing import IO
from urllib.parse import unquote

import puremagic

from services.review.actions.files import attach, check_attach
from services.review.places import folder
from services.review.tables import CaseFile
from services.shared.errors import RuleBroken
from services.shared.storage.object_store import CHUNK
from services.shared.web.access import me
from services.shared.web.files import safe_name
from services.shared.web.service import current_service

IN_MEMORY = 2 * 1024 * 1024
HEAD = 8192
UNKNOWN = "application/octet-stream"


def take_upload(
    case_no: str, role: str, name: str, source: IO[bytes], coordination_id: uuid.UUID | None = None
) -> CaseFile:
    """Store a file and attach it; whether this person may is asked before a byte is stored, and again after.

    Raises:
        RuleBroken: no name, an empty or too large file. Missing, Forbidden, Stale: see ``check_attach``.
    """
    service, person = current_service(), me()
    known = safe_name(unquote(name), "")
    if not known:
        raise RuleBroken("Berkas tanpa nama.", {"file": ["Pilih berkas."]})
    with service.work(person) as work:
        check_attach(work, case_no, role)
    with tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(service.settings.spool_dir)) as spool:
        _copy(source, spool, service.settings.max_upload)
        kind = sniff(spool, known)
        bucket = service.settings.documents_bucket
        stored = service.store.put_file(bucket, folder(case_no), spool, kind)  # type: ignore[arg-type]
    with service.work(person) as work:
        return attach(work, case_no, role, known, stored, coordination_id)


def _copy(source: IO[bytes], target: tempfile.SpooledTemporaryFile[bytes], limit: int) -> None:
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise RuleBroken("Berkas terlalu besar.", {"file": ["Berkas melebihi batas ukuran."]})
        target.write(chunk)
    if size == 0:
        raise RuleBroken("Berkas kosong.", {"file": ["Berkas ini kosong. Pilih berkas yang lain."]})


def sniff(spool: tempfile.SpooledTemporaryFile[bytes], name: str) -> str:
    """The content type by the file's own first bytes; the name never decides. Unknown bytes are only downloads."""
    spool.seek(0)
    head = spool.read(HEAD)
    try:
        kind = puremagic.from_string(head, mime=True, filename=name)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return kind or UNKNOWN
