"""Timed: kept files are read again, a slice at a time, and compared with the SHA-256 it was handed in with."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from services.shared.errors import Missing, Unavailable
from services.shared.files.custody import Custody
from services.shared.files.table import KeptFile
from services.shared.unit_of_work import Work

EVERY = timedelta(minutes=10)
AT_ONCE = 200  # files a run


def recheck(custody: Custody, work: Work) -> str:
    """Read this run's share of ``evidence.recheck_mb`` an hour, what was longest unread first."""
    budget = work.office.evidence.recheck_mb * 1_000_000 * EVERY / timedelta(hours=1)
    found = {"intact": 0, "missing": 0, "changed": 0}
    for file in custody.longest_unread(work.session, AT_ONCE):
        if budget < file.size and any(found.values()):
            break  # at least one file a run, however large
        try:
            condition = _condition(work, file)
        except Unavailable as error:
            return f"{_said(found)}; {error.message}"
        custody.note_condition(work, file, condition)
        budget -= file.size
        found[condition] += 1
    return _said(found)


def _condition(work: Work, file: KeptFile) -> str:
    digest = hashlib.sha256()
    try:
        for chunk in work.service.store.stream(file.bucket, file.key):
            digest.update(chunk)
    except Missing:
        return "missing"
    return "intact" if digest.hexdigest() == file.sha256 else "changed"


def _said(found: dict[str, int]) -> str:
    return f"{found['intact']} berkas utuh, {found['missing']} hilang, {found['changed']} berubah"
