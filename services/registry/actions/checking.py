"""The public check of a letter's file: it gets in line, is judged by a process of its own, and is forgotten."""

from __future__ import annotations

import tempfile
import uuid
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy import delete, func, select, update

from services.registry.queries import check as queries
from services.registry.rules import checks as rules
from services.registry.tables import LetterCheck
from services.shared.calendar import clock
from services.shared.errors import Missing, RuleBroken, Unavailable
from services.shared.jobs.rows import each
from services.shared.networks import network
from services.shared.phrases import phrase
from services.shared.rights.people import Actor
from services.shared.storage.object_store import Damaged, StoredObject, measure
from services.shared.unit_of_work import Service, Work
from services.shared.web.files import GivenFile
from services.shared.web.session import origin

WORD = "checks"  # what the process that judges is told by the broker: look at the table
_TOO_LARGE = phrase("Berkas terlalu besar. Paling besar 20 MB.")
_TOO_MANY = phrase("Beberapa berkas dari jaringan Anda masih menunggu diperiksa. Tunggu sebentar, lalu coba lagi.")
_CROWDED = phrase("Sedang banyak berkas yang menunggu diperiksa. Coba lagi beberapa menit lagi.")
_IN_TURN = select(func.pg_advisory_xact_lock(func.hashtext(func.concat(func.current_schema(), ":letter_check"))))


def check_letter_file(service: Service, _visitor: Actor, *, file: GivenFile) -> uuid.UUID:
    """Put a file in line to be judged; returns the key of its answer, which is known to the sender alone.

    Raises:
        RuleBroken: too large, or too many of this network wait (on the field ``file``). Unavailable: too many in all.
    """
    source = cast(BinaryIO, file.stream)
    sha256, size = measure(source)
    if size > rules.LARGEST_UPLOAD:
        raise RuleBroken.at("file", _TOO_LARGE)
    key, now = uuid.uuid4(), clock.now()
    line = service.vault.index(f"letter check {network(origin().address)}")
    with service.reading() as session:
        _admit(queries.waiting(session, now), line)
    bucket, folder = service.settings.documents_bucket, rules.folder(key, now)
    stored = service.store.put_file(bucket, folder, source, "application/octet-stream", (sha256, size))
    with service.database.transaction() as session:
        session.execute(_IN_TURN)
        turn = _admit(queries.waiting(session, now), line)
        session.add(LetterCheck(id=key, line=line, turn=turn, asked_at=now, **LetterCheck.placed(stored)))
    tell(service)
    return key


def tell(service: Service) -> None:
    """Have the process that judges look at the table; a word that is lost is said again by the timed job."""
    if service.waker is not None:
        service.waker(WORD)


def judge_next(service: Service) -> bool:
    """Judge the file whose turn it is; False where none waits.

    Raises:
        Unavailable: database or store do not answer; the file waits on.
    """
    row = _claimed(service, clock.now())
    if row is None:
        return False
    try:
        answer = _judged(service, row.stored)
    except Unavailable:
        with service.database.transaction() as session:
            session.execute(update(LetterCheck).where(LetterCheck.id == row.id).values(begun_at=None))
        raise
    service.store.remove(row.bucket, row.key)
    with service.database.transaction() as session:
        found = session.get(LetterCheck, row.id)
        if found is not None:
            found.line, found.answer = "", answer
    return True


def forget(work: Work) -> str:
    """Timed: what was found is forgotten after minutes, and a file that nobody judged; who still waits is told of."""
    past = work.now - rules.LIFE
    gone = work.session.scalars(delete(LetterCheck).where(LetterCheck.asked_at < past).returning(LetterCheck.id)).all()
    store, bucket = work.service.store, work.service.settings.documents_bucket
    kept = list(store.keys(bucket, f"{rules.FOLDER}/"))
    over = [key for key in kept if rules.is_over(key, work.now)]
    each(work, over, str, lambda key: store.remove(bucket, key))
    waiting = func.count().filter(LetterCheck.answer.is_(None))
    left, waits = work.session.execute(select(func.count(), waiting).select_from(LetterCheck)).one()
    if waits:
        tell(work.service)
    return f"{len(gone)} pemeriksaan surat dilupakan, {waits} menunggu" if gone or kept or left else ""


def _admit(waiting: list[queries.Waiting], line: str) -> int:
    """How many of this network wait already."""
    if len(waiting) >= rules.MOST:
        raise Unavailable(_CROWDED)
    mine = [row for row in waiting if row["line"] == line]
    if len(mine) >= rules.MOST_OF_ONE:
        raise RuleBroken.at("file", _TOO_MANY)
    return len(mine)


def _claimed(service: Service, now: datetime) -> LetterCheck | None:
    with service.database.transaction() as session:
        session.execute(_IN_TURN)
        turn = rules.next_of(queries.waiting(session, now), now)
        row = session.get(LetterCheck, turn["id"]) if turn else None
        if row is not None:
            row.begun_at = now
            session.flush()
            session.expunge(row)
        return row


def _judged(service: Service, stored: StoredObject) -> queries.Found:
    with tempfile.NamedTemporaryFile(dir=service.settings.spool_dir, prefix="periksa-") as file:
        try:
            service.store.save(stored, file)
        except (Missing, Damaged):
            return queries.as_data(queries.unreadable(stored.sha256))
        file.flush()
        return queries.as_data(queries.check_file(service, Path(file.name), stored.sha256))
