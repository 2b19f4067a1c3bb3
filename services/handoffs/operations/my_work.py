"""The administrator's rows of *my work*: what is wrong or due in the operation of one service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from services.handoffs.operations import status
from services.handoffs.operations.words import job_in_words
from services.shared.jobs.schedule import Job
from services.shared.notices import status as notices
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service
from services.shared.web.my_work import Todo, Waiting, WorkOf
from services.shared.web.navigation import PLACES


def work_of(jobs: tuple[Job, ...]) -> WorkOf:
    """What is wrong in a service with these timed jobs, for its administrator."""

    def my_work(service: Service, person: Actor, now: datetime) -> Waiting:
        if not person.is_any(Role.ADMIN):
            return Waiting()
        found = [*_of_operation(status.read(service, jobs, now)), *_of_channels(service, now)]
        return Waiting(todos=found + (_of_backup(service, now) if service.name == "intake" else []))

    return my_work


def _of_operation(now: status.Status) -> Iterator[Todo]:
    where, url = f"Layanan {PLACES[now.service]}", f"/{now.service}/operations"
    for dead in now.dead:
        about = f"Penyerahan ke {PLACES[dead['receiver']]} ditolak: {dead['reason']}"
        yield Todo(verb="Kirim ulang", about=about, number=dead["case_no"], since=dead["dead_at"], url=url, late=True)
    for job in now.jobs:
        if job["failing"]:
            about, since = f"Pekerjaan terjadwal gagal: {job_in_words(job['job'])}", job["failing"]["since"]
            yield Todo(verb="Periksa pekerjaan", about=about, who=where, since=since, url=url, late=True)
        for row in job["failed_rows"]:
            about = f"{row['subject']} gagal pada pekerjaan: {job_in_words(job['job'])}"
            yield Todo(verb="Periksa kegagalan", about=about, who=where, note=row["reason"], url=url, urgent=True)
    for about in _silent(now):
        yield Todo(verb="Periksa layanan", about=about, who=where, url=url, late=True)


def _silent(now: status.Status) -> Iterator[str]:
    if now.worker_silent:
        yield "Pekerja tidak bersuara; penyerahan menunggu"
    elif now.beat_silent:
        yield "Penjadwal tidak berdetak; tidak ada yang dikirim ulang"
    if now.queues is None:
        yield "Perantara pesan tidak menjawab"
    if not now.store_answers:
        yield "Penyimpanan berkas tidak menjawab"
    if now.forged:
        yield "Gerbang pekerja menolak pesan yang bukan dari kami"


def _of_channels(service: Service, now: datetime) -> Iterator[Todo]:
    where, url = f"Layanan {PLACES[service.name]}", f"/{service.name}/notices/channels"
    for one in notices.read(service, now).channels:
        if one.failed:
            about = f"{one.failed} pemberitahuan gagal dikirim lewat {one.label}"
            yield Todo(verb="Periksa saluran", about=about, who=where, since=one.oldest, url=url, urgent=True)


def _of_backup(service: Service, now: datetime) -> list[Todo]:
    backup = status.backup(service, now)
    if not backup["old"]:
        return []
    about = "Cadangan terbaru lebih dari 36 jam yang lalu" if backup["at"] else "Belum ada cadangan"
    return [Todo(verb="Buat cadangan", about=about, since=backup["at"], url="/intake/operations", late=True)]
