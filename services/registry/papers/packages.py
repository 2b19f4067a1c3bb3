"""Sheets of an archived case: its time line, which lies in the package, and the covering sheet of an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.handoffs.endings import in_book
from services.handoffs.outcomes import way_of
from services.registry.papers.base import in_bytes, sheet, sheet_with_slots
from services.registry.rules.retention import kept_words
from services.registry.tables import ArchiveCase
from services.shared.calendar import clock
from services.shared.config import naming
from services.shared.config.office import Office
from services.shared.files.troubles import WRONG
from services.shared.paper.typeset import Typeset

SERVICES = {"intake": "Loket", "review": "Penanganan", "letters": "Surat", "registry": "Registrasi"}
CHECK_STEPS = (
    "Cocokkan kode hash setiap berkas dengan daftar ini: sha256sum NAMA-BERKAS, atau Get-FileHash (Windows).",
    "Periksa seluruh berkas dan segelnya dengan perintah sigap archive verify, dengan folder kunci kantor (trust.json) "
    "yang diminta sendiri ke kantor, tidak diambil dari berkas ini. Perintah lengkap dan cara lain: BACA-DAHULU.txt.",
    "Buka surat pengantar ini sebagai PDF: segel elektronik kantor harus berlaku, tanpa perubahan sesudahnya.",
)


def timeline(
    office: Office,
    case: ArchiveCase,
    archive: Mapping[str, str],
    lines: Iterable[Mapping[str, Any]],
    documents: Iterable[tuple[str, Mapping[str, Any]]],
    now: datetime,
) -> bytes:
    """Facts, merged time line and list of documents (path, description); ``archive``: number, class, retention."""
    return sheet(
        "timeline",
        office,
        now,
        10,
        facts=_facts(office, case, archive),
        timeline=[_line(entry) for entry in lines],
        documents=[[path, _name(row), in_bytes(row["size"]), row["sha256"]] for path, row in documents],
        number=archive["archive_no"],
    )


def _name(row: Mapping[str, Any]) -> str:
    """A file's name, and why it cannot be opened where that was seen when it was taken."""
    said = WRONG.get(row.get("trouble", ""), "")
    return f"{row['name']}\n{said}" if said else str(row["name"])


def export_cover(
    office: Office,
    case: ArchiveCase,
    facts: Sequence[tuple[str, str]],
    contents: Iterable[Mapping[str, Any]],
    seal: str,
    now: datetime,
) -> Typeset:
    """The covering sheet of a case that is exported for a court: every file of ``contents`` with its hash, and how all
    of it is checked; ``seal`` is the certificate's fingerprint. The sheet has a slot for the seal itself."""
    return sheet_with_slots(
        "export",
        office,
        now,
        10,
        title="SURAT PENGANTAR BERKAS PENGADUAN",
        number=f"Arsip {case.archive_no}",
        facts=[list(pair) for pair in facts],
        files=[
            [str(number), f"{row['name']}\n{row['path']}", in_bytes(row["size"]), row["sha256"]]
            for number, row in enumerate(contents, 1)
        ],
        steps=[*CHECK_STEPS, f"Kode hash sertifikat segel kantor (SHA-256): {seal}"],
        printed=f"Dibuat {clock.date_time(now)}",
    )


def _facts(office: Office, case: ArchiveCase, archive: Mapping[str, str]) -> list[list[str]]:
    village = office.villages.get(case.village, case.village)
    return [
        ["Nomor arsip", archive["archive_no"]],
        ["Nomor pengaduan", case.case_no],
        ["Perihal", case.title],
        ["Pemohon", f"{case.applicant_name} ({case.nik_masked}), {naming.village(village)}"],
        ["Diterima", clock.date_time(case.received_at)],
        ["Berakhir", clock.date_time(case.ended_at)],
        ["Hasil", in_book(case.outcome, case.branch, case.summary)],
        ["Alur penanganan", way_of(case.branch)],
        ["Klasifikasi", f"{archive['classification']} · {archive['security']}"],
        ["Retensi", f"{_kept(archive)}, lalu: {archive['fate']}"],
    ]


def _kept(archive: Mapping[str, str]) -> str:
    return kept_words(*(date.fromisoformat(archive[f"{name}_until"]) for name in ("active", "inactive")))


def _line(entry: Mapping[str, Any]) -> list[str]:
    at = clock.date_time(datetime.fromisoformat(entry["at"]))
    return [at, SERVICES.get(entry["service"], entry["service"]), entry["actor"], entry["note"]]
