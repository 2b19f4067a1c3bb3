"""A copy of one person's data, as that person may ask for it: a ZIP with the data as JSON, the files, and what it is.

It holds what the person gave us and got from us, and how the case stands; the office's own considerations about others
are not the person's data and stay here.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handoffs.endings import words_of
from services.intake import queries
from services.intake.notices.recipients import address_of
from services.intake.papers import privacy
from services.intake.rules import notices
from services.intake.rules.files import LABELS
from services.intake.states import label_of
from services.intake.tables import Applicant, BookEntry, CaseFile, Complaint, Handover, Represented
from services.intake.tables.encrypted import read_draft
from services.shared.calendar import clock
from services.shared.files.scanner import Scan
from services.shared.notices.tables import notice
from services.shared.unit_of_work import Service, Work
from services.shared.web.names import leaving_name, safe_name

README = """SALINAN DATA PRIBADI
{office}
Dibuat {at} oleh {by}.

data.json berisi seluruh data yang Anda berikan kepada kami dan kabar yang kami kirim kepada Anda, per pengaduan.
Folder berkas/ berisi berkas yang Anda serahkan dan yang kami terbitkan untuk Anda, tanpa perubahan.

{notice}

Petugas penanganan, surat dan registrasi di kantor ini menyimpan nama, alamat, nomor telepon dan NIK yang disamarkan
sejauh perlu untuk tugasnya; isinya sama dengan yang ada di data.json.
"""


def copy_of_data(work: Work, numbers: Sequence[str]) -> IO[bytes]:
    """The ZIP in a temporary file of the spool, its position at the beginning.

    Raises:
        Missing: no such complaint. Unavailable: the store does not answer.
    """
    service = work.service
    target = tempfile.TemporaryFile(dir=service.settings.spool_dir)  # noqa: SIM115 -- closed when it was sent
    cases = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in numbers:
            complaint = queries.one(work.session, number)
            files = [file for file in queries.files(work.session, number) if file.scan != Scan.INFECTED]
            cases.append(data_of(work, complaint, files))
            for file in files:
                _add(service, archive, file)
        archive.writestr("data.json", json.dumps({"pengaduan": cases}, ensure_ascii=False, indent=1, default=str))
        told = "\n".join(f"{head}: {words}" for head, words in privacy.notice(service.office))
        at = clock.date_time(work.now)
        words = README.format(office=service.office.name, at=at, by=work.actor.name, notice=told)
        archive.writestr("BACA-SAYA.txt", words)
    target.seek(0)
    return target


def data_of(work: Work, complaint: Complaint, files: Iterable[CaseFile]) -> dict[str, Any]:
    """Everything about the applicant of one complaint; what was not handed in yet comes as it was typed."""
    session, service = work.session, work.service
    form = complaint.form
    return {
        "nomor": complaint.case_no,
        "diterima": complaint.received_at,
        "maksud": complaint.purpose,
        "status": label_of(complaint.state, complaint.outcome, complaint.branch),
        "hasil": words_of(complaint.outcome, complaint.branch).label if complaint.outcome else None,
        "kabar_terakhir": complaint.outcome_message or complaint.stage_note,
        "konsep": read_draft(service.vault, complaint) or None,
        "pemohon": _applicant(service, complaint.applicant),
        "diwakili": _represented(service, complaint.represented),
        "pengaduan": form and _columns(form),
        "terlapor": [_columns(one) for one in complaint.reported],
        "saksi": [_columns(one) for one in complaint.witnesses],
        "surat": {
            "nomor": complaint.letter_number,
            "tanggal": complaint.letter_dated,
            "perihal": complaint.letter_subject,
        },
        "berkas": [_file(file) for file in files],
        "penyerahan": [_columns(row, "letter_id") for row in _rows(session, Handover, complaint.case_no)],
        "buku_permohonan": [_columns(row, "request_id") for row in _rows(session, BookEntry, complaint.case_no)],
        "pemberitahuan": _told(session, complaint.case_no),
        "arsip": complaint.archive_no,
    }


def _applicant(service: Service, applicant: Applicant | None) -> dict[str, Any] | None:
    if applicant is None:
        return None
    shown = _columns(applicant, "nik_token", "nik_index", "notice_token")
    return shown | {
        "nik": service.vault.decrypt(applicant.nik_token),
        "alamat_kabar": address_of(service.vault, applicant),
    }


def _represented(service: Service, person: Represented | None) -> dict[str, Any] | None:
    if person is None:
        return None
    return _columns(person, "nik_token", "nik_index") | {"nik": service.vault.decrypt(person.nik_token)}


def _told(session: Session, case_no: str) -> list[dict[str, Any]]:
    columns = (notice.c.created_at, notice.c.channel, notice.c.text, notice.c.sent_at, notice.c.done_how)
    mine = select(*columns).where(notice.c.subject == case_no, notice.c.recipient == notices.APPLICANT)
    return [dict(row._mapping) for row in session.execute(mine.order_by(notice.c.created_at))]


def _rows(session: Session, table: Any, case_no: str) -> Sequence[Any]:
    return session.execute(select(table).where(table.case_no == case_no)).scalars().all()


def _columns(row: Any, *but: str) -> dict[str, Any]:
    return {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key not in {"case_no", *but}}


def _file(file: CaseFile) -> dict[str, Any]:
    shown = {"nama": file.name, "jenis": LABELS[file.role], "ukuran": file.size, "sha256": file.sha256}
    return shown | {"diterima": file.added_at, "letak": _place(file)}


def _place(file: CaseFile) -> str:
    return f"berkas/{file.case_no}/{str(file.id)[:8]}-{leaving_name(safe_name(file.name), file.content_type)}"


def _add(service: Service, archive: zipfile.ZipFile, file: CaseFile) -> None:
    """The bytes as they came; media and pictures do not get smaller by packing."""
    entry = zipfile.ZipInfo(_place(file), clock.local(file.added_at).timetuple()[:6])
    with archive.open(entry, "w", force_zip64=file.size > zipfile.ZIP64_LIMIT) as inner:
        for piece in service.store.stream(file.bucket, file.key):
            inner.write(piece)
