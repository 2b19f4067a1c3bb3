"""Timed: kept files are read again, a slice at a time, and compared with the SHA-256 it was handed in with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta

from services.shared.errors import Missing, Unavailable
from services.shared.files.custody import Custody
from services.shared.files.table import KeptFile
from services.shared.jobs.rows import apart, at_most, each, ready
from services.shared.unit_of_work import Work

EVERY = timedelta(minutes=10)
AT_ONCE = 200  # files a run


def recheck(custody: Custody, work: Work) -> str:
    """Read this run's share of ``evidence.recheck_mb`` an hour, what was longest unread first."""
    budget = work.office.evidence.recheck_mb * 1_000_000 * EVERY / timedelta(hours=1)
    found = {"intact": 0, "missing": 0, "changed": 0}

    def read(work: Work, file: KeptFile) -> None:
        condition = _condition(work, file)
        custody.note_condition(work, file, condition)
        found[condition] += 1

    try:
        files = ready(work, custody.longest_unread(work.session, at_most(work, AT_ONCE)), name_of)
        each(work, _within(budget, files), name_of, apart(work, read))
    except Unavailable as error:
        return f"{_said(found)}; {error.message}"
    return _said(found)


def name_of(file: KeptFile) -> str:
    """Which file it is, for the administrators: its place, not its name, which may be somebody's."""
    return f"berkas {file.id}"


def _within(budget: float, files: Iterable[KeptFile]) -> Iterator[KeptFile]:
    """At least one file a run, however large."""
    for turn, file in enumerate(files):
        if turn and budget < file.size:
            return
        budget -= file.size
        yield file


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
