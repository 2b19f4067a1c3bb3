"""Timed: what happens to files after they were handed in: scanned for malware, looked at for pictures and facts."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import takewhile
from typing import BinaryIO, cast

from services.shared.confined import TooMuch
from services.shared.errors import Missing, Unavailable
from services.shared.files import rechecking
from services.shared.files.custody import Custody
from services.shared.files.media.known import MADE
from services.shared.files.media.looking import is_copied, look, playable
from services.shared.files.rechecking import name_of
from services.shared.files.scanner import Scanner, scanner_of
from services.shared.files.table import KeptFile
from services.shared.jobs.rows import apart, at_most, in_turn, ready
from services.shared.jobs.schedule import Job
from services.shared.unit_of_work import Work

PLAYED = "play"  # what the copy to play is called among the pictures, and in an address
AT_ONCE = 20  # files a run
BUDGET = 20.0  # seconds after which a run begins no further file: handoffs wait for this worker too


def tend(custody: Custody, work: Work) -> str:
    """Scan what is not scanned yet (where there is a scanner), then make pictures of what has none."""
    end = time.monotonic() + BUDGET
    scanner = scanner_of(work.service.settings)
    said = [_scan_all(custody, work, scanner, end)] if scanner else []
    return "; ".join([*said, _look_at_all(custody, work, end)])


def _scan_all(custody: Custody, work: Work, scanner: Scanner, end: float) -> str:
    def scan(work: Work, file: KeptFile) -> None:
        try:
            chunks = work.service.store.stream(file.bucket, file.key)
            custody.note_scan(work, file, scanner.scan(chunks, file.size))
        except Missing:
            custody.note_condition(work, file, "missing")

    files = _until(end, custody.unscanned(work.session, at_most(work, AT_ONCE)))
    return _counted("berkas dipindai", in_turn(work, files, name_of, apart(work, scan)))


def _look_at_all(custody: Custody, work: Work, end: float) -> str:
    def see(work: Work, file: KeptFile) -> None:
        try:
            _look_at(custody, work, file)
        except Missing:
            custody.note_condition(work, file, "missing")
            file.look = "failed"

    waiting = ready(work, custody.unseen(work.session, at_most(work, AT_ONCE)), name_of)
    # A copy takes minutes: it has a run of its own, so that meanwhile no other file waits for its pictures.
    files = [file for file in waiting if not _waits_for_copy(file)] or waiting[:1]
    return _counted("pratinjau dibuat", in_turn(work, _until(end, files), name_of, apart(work, see)))


def _waits_for_copy(file: KeptFile) -> bool:
    return file.copy == "waiting" and file.look == "again"


def _until(end: float, files: Iterable[KeptFile]) -> Iterator[KeptFile]:
    return takewhile(lambda _: time.monotonic() <= end, files)


def _counted(what: str, run: Iterator[None]) -> str:
    done = 0
    try:
        for _ in run:
            done += 1
    except Unavailable as error:
        return f"{done} {what}; {error.message} Dicoba lagi"
    return f"{done} {what}"


def _look_at(custody: Custody, work: Work, file: KeptFile) -> None:
    """Pictures go under a prefix of their own, from where they can be removed and made again.

    A copy to play takes long: it is made at another turn, when the pictures can be seen already.
    """
    if _waits_for_copy(file):
        _make_copy(custody, work, file)
    else:
        _make_pictures(custody, work, file)


def _make_pictures(custody: Custody, work: Work, file: KeptFile) -> None:
    try:
        seen = look(work.service.store, file.stored, work.service.settings.spool_dir)
    except TooMuch:  # once more, because a busy machine may have been the reason
        file.look = "again" if file.look == "waiting" else "failed"
        return
    work.session.refresh(file, with_for_update=True)
    if file.removed_at is not None:
        return  # taken back or destroyed while we looked
    file.previews = _put_all(work, file.bucket, custody.derived(file), seen.pictures)
    file.facts, file.look = seen.facts, "done"
    if is_copied(file.stored, seen.facts):
        file.facts, file.look = seen.facts | {"copy": "waiting"}, "again"


def _make_copy(custody: Custody, work: Work, file: KeptFile) -> None:
    service, kind = work.service, MADE[file.content_type.partition("/")[0]]
    with playable(service.store, file.stored, service.settings.spool_dir) as copy:
        work.session.refresh(file, with_for_update=True)
        if file.removed_at is not None:
            return
        file.look, facts = "done", file.facts or {}
        if copy is None:
            file.facts = facts | {"copy": "none"}
            return
        stored = service.store.put_file(file.bucket, f"{custody.derived(file)}/{PLAYED}", cast(BinaryIO, copy), kind)
        file.facts, file.previews = facts | {"copy": "done"}, (file.previews or {}) | {PLAYED: stored.key}


def _put_all(work: Work, bucket: str, folder: str, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Their keys, each below its own name: a service that has the file but not its row finds them so (``made_of``)."""
    put = work.service.store.put_bytes
    return {name: put(bucket, f"{folder}/{name}", data, "image/jpeg").key for name, data in pictures.items()}


def jobs(service: str, custody: Custody) -> tuple[Job, Job]:
    """The timed jobs of a service that keeps the files that its staff bring."""
    return (
        Job(f"{service}.files", timedelta(seconds=30), partial(tend, custody)),
        Job(f"{service}.recheck", rechecking.EVERY, partial(rechecking.recheck, custody)),
    )
