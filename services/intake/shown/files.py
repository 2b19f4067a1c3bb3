"""Files of a complaint: as data, and in the shapes that the page macros expect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.intake import queries
from services.intake.queries.complaints import UNKNOWN_FILE
from services.intake.rules.files import LABELS, PAPERS
from services.intake.shown.knowing import may_open
from services.intake.tables import CaseFile, Complaint
from services.shared.calendar import clock
from services.shared.errors import Missing, Unavailable
from services.shared.files import kinds
from services.shared.files.scanner import Scan
from services.shared.unit_of_work import Work
from services.shared.web.files import INFECTED
from services.shared.web.service import current_service

PATIENCE = timedelta(minutes=5)  # after which a file that still waits for the scanner says that none answers
SCANS = {
    Scan.UNSCANNED: ("Belum dipindai", "mute"),
    Scan.CLEAN: ("Bebas malware", "ok"),
    Scan.INFECTED: ("Dikarantina: malware", "bad"),
    Scan.TOO_LARGE: ("Belum dipindai: terlalu besar", "mute"),
}
BROKEN = {"missing": ("Berkas hilang", "bad"), "changed": ("Berkas berubah", "bad")}
WARNINGS = {
    "missing": "Berkas ini TIDAK DITEMUKAN di penyimpanan. "
    "Laporkan kepada administrator; ia memulihkannya dari cadangan.",
    "changed": "Isi berkas ini di penyimpanan BERUBAH sejak diterima: sidik jarinya tidak cocok lagi. "
    "Jangan dipakai sebagai bukti sebelum administrator memulihkannya dari cadangan.",
}
PICTURES = {
    "waiting": "Pratinjau sedang dibuat. Muat ulang halaman ini sebentar lagi.",
    "again": "Pratinjau sedang dicoba dibuat sekali lagi. Muat ulang halaman ini sebentar lagi.",
    "done": "Jenis berkas ini tidak punya pratinjau.",
    "failed": "Pratinjau tidak dapat dibuat: berkas rusak atau terlalu berat. Berkas aslinya tetap dapat diunduh.",
    "none": "Untuk berkas ini tidak dibuat pratinjau, supaya NIK tidak terlihat tanpa tercatat. Buka berkas aslinya.",
}


def evidence(files: Iterable[dict[str, Any]], lost: frozenset[str]) -> list[dict[str, Any]]:
    """Files for ``evidence_list``; one whose bytes are gone is said so and has no link to them."""
    return [_file(file, gone=file["sha256"] in lost) for file in files]


def _file(file: dict[str, Any], *, gone: bool) -> dict[str, Any]:
    url = file["url"]
    broken = "missing" if gone else file["condition"]
    shown = {
        **{name: file[name] for name in ("id", "role", "name", "size", "sha256", "url")},
        "type": f"{file['role_label']} · {kinds.ALLOWED.get(file['content_type'], 'Berkas')}",
        "kind": kind_of(file["content_type"]),
        "at": file["added_at"],
        "who": file["added_by"],
        "detail_url": f"{url}/details",
        "marks": _marks(file, broken),
        "warning": INFECTED if file["scan"] == Scan.INFECTED else WARNINGS.get(broken, ""),
        "picture_text": PICTURES[file["look"]],
    }
    if broken == "missing" or file["scan"] == Scan.INFECTED:
        return shown | {"kind": "other", "picture_text": "Tidak ditampilkan."}
    return shown | _links(url, file["previews"] or {}, shown["kind"])


def _links(url: str, pictures: dict[str, str], kind: str) -> dict[str, str | None]:
    return {
        "thumb_url": f"{url}/thumb" if "thumb" in pictures else None,
        "picture_url": f"{url}/preview" if "preview" in pictures else None,
        "preview_url": url if kind in {"image", "pdf"} else None,
        "download_url": f"{url}?download=1",
    }


def _marks(file: dict[str, Any], broken: str) -> list[tuple[str, str]]:
    """What staff must know of a file: found broken, infected, not scanned."""
    marks = [BROKEN[broken]] if broken in BROKEN else []
    if file["role"] in PAPERS:
        return marks
    if file["scan"] == Scan.UNSCANNED and current_service().settings.clamd_url:
        late = clock.now() - file["added_at"] > PATIENCE
        return [*marks, ("Menunggu pemindaian; pemindai belum menjawab" if late else "Menunggu pemindaian", "warn")]
    return [*marks, SCANS[file["scan"]]]


def documents(files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Papers of ours for ``document_list``, newest first."""
    listed = [{"title": f["role_label"], "url": f["url"], "note": f["name"], "at": f["added_at"]} for f in files]
    return listed[::-1]


def kind_of(content_type: str) -> str:
    """image, video, audio, pdf or other; a photo that browsers do not show (HEIC) is other."""
    if content_type == "application/pdf":
        return "pdf"
    family = content_type.split("/", maxsplit=1)[0]
    return family if family in {"image", "video", "audio"} and content_type != "image/heic" else "other"


def lost_files(case_no: str, files: Iterable[dict[str, Any]]) -> frozenset[str]:
    """Hashes of files whose bytes the store does not have any more; none where the store does not answer."""
    service = current_service()
    settings = service.settings
    try:
        found = {
            key.rsplit("/", 1)[-1]
            for bucket in (settings.evidence_bucket, settings.documents_bucket)
            for key in service.store.keys(bucket, f"{case_no}/")
        }
    except Unavailable:
        return frozenset()
    return frozenset(file["sha256"] for file in files if file["role"] != "letter") - found


def openable(work: Work, case_no: str, file_id: UUID) -> CaseFile:
    """A file of this complaint that this person may open.

    Raises:
        Missing: no such file here, or not for this person.
    """
    complaint = queries.one(work.session, case_no)
    file = queries.file_of(work.session, case_no, file_id)
    if not may_open(complaint, file, work.actor):
        raise Missing(UNKNOWN_FILE)
    return file


def file_line(complaint: Complaint, file: CaseFile) -> dict[str, Any]:
    """A file, without the place where it lies."""
    names = (
        "id", "role", "name", "content_type", "declared_type", "size", "sha256", "added_at", "added_by", "round",
        "scan", "scan_note", "look", "condition", "previews",
    )  # fmt: skip
    return {name: getattr(file, name) for name in names} | {
        "role_label": LABELS[file.role],
        "url": f"/intake/complaints/{complaint.case_no}/evidence/{file.id}",
    }
