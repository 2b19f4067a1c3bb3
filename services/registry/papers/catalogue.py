"""The two lists that an archivist asks for: of files (daftar berkas), and of what lies in one (daftar isi berkas)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.registry.papers.base import in_bytes, sheet
from services.registry.rules.retention import period
from services.registry.states import CaseState
from services.registry.tables import ArchiveCase
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.encryption.erasing import ERASED
from services.shared.web.delimited import Cell

Heads = Sequence[tuple[str, int]]  # names, and widths in characters
FILES = (
    ("No", 6), ("Nomor berkas", 16), ("Kode klasifikasi", 12), ("Uraian informasi berkas", 44), ("Kurun waktu", 11),
    ("Jumlah berkas", 12), ("Tingkat perkembangan", 18), ("Media dan lokasi simpan", 24), ("Keamanan", 11),
    ("Aktif s.d.", 13), ("Inaktif s.d.", 13), ("Nasib akhir", 16), ("Keterangan", 22),
)  # fmt: skip
ITEMS = (
    ("No", 6), ("Nomor berkas", 19), ("Kode klasifikasi", 13), ("Uraian informasi arsip", 40), ("Tanggal", 17),
    ("Ukuran (B)", 14), ("Tingkat perkembangan", 18), ("Letak di dalam paket", 44), ("SHA-256", 76),
)  # fmt: skip
NO_FILE = "Tidak ada arsip di dalam daftar ini."
ROLES = {  # what intake, review, letters and the registry itself call the files of a case
    "id_card": "KTP", "evidence": "Bukti", "form": "Formulir pengaduan", "signed_form": "Formulir bertanda tangan",
    "form_signature": "Tanda tangan pemohon pada formulir",
    "authority": "Surat kuasa", "mandate": "Surat dasar mewakili", "withdrawal": "Pernyataan pencabutan",
    "receipt": "Tanda terima",
    "incomplete_note": "Pemberitahuan kekurangan berkas", "notice_letter": "Surat pemberitahuan kekurangan",
    "handover": "Bukti penyerahan",
    "handover_note": "Berita acara penyerahan", "signature": "Tanda tangan", "statement": "Pernyataan",
    "verification": "Verifikasi", "refusal": "Penolakan", "invitation": "Undangan", "minutes": "Berita acara",
    "conveyed": "Lampiran penyampaian", "agreement": "Kesepakatan perdamaian", "mediation": "Lampiran mediasi",
    "disposition": "Disposisi", "request": "Permohonan kepada instansi", "coordination": "Lampiran koordinasi",
    "answer": "Tanggapan instansi", "visit": "Foto tinjauan lokasi", "report": "Laporan tim", "sheet": "Lembar kerja",
    "follow_up": "Bukti tindak lanjut", "follow_up_sheet": "Berita acara penyampaian tanggapan", "letter": "Surat",
    "evidence_form": "Berita acara serah terima", "evidence_summary": "Ringkasan untuk penegak hukum",
    "evidence_custody": "Catatan penjagaan bukti", "evidence_handed": "Berita acara serah terima",
    "evidence_record": "Berita acara serah terima bertanda tangan",
    "letter_draft": "Konsep surat", "letter_copy": "Salinan surat", "archive": "Data arsip",
}  # fmt: skip


def catalogue(
    office: Office,
    title: str,
    period: str,
    heads: Heads,
    rows: Iterable[Sequence[Cell]],
    now: datetime,
    empty: str = NO_FILE,
) -> bytes:
    """One of the lists on paper, landscape; ``heads`` are names and relative widths, ``empty`` is said of no row."""
    names, widths = [head for head, _ in heads], [max(width, 9) for _, width in heads]
    return sheet(
        "catalogue",
        office,
        now,
        title=title,
        period=period,
        heads=names,
        widths=widths,
        rows=list(map(_printed, rows)),
        empty=empty,
    )


def files(office: Office, cases: Iterable[ArchiveCase], paper: Mapping[str, str]) -> Iterator[list[Cell]]:
    """A line for each archived case, without names of people; ``paper``: where its paper lies, by case."""
    for number, case in enumerate(cases, 1):
        first, last = clock.local(case.received_at).date(), clock.local(case.ended_at).date()
        yield [
            number, str(case.archive_no), case.classification, described(office, case), period(first, last),
            len(case.contents or []), "Asli elektronik", _kept_at(case, paper.get(case.case_no, "")),
            str(case.security), case.active_until, case.inactive_until, str(case.fate), _remark(case),
        ]  # fmt: skip


def _kept_at(case: ArchiveCase, paper: str) -> str:
    electronic = f"Elektronik, paket {case.archive_no}.zip"
    return f"{electronic}; kertas: {paper}" if paper else electronic


def items(case: ArchiveCase, contents: Iterable[Mapping[str, Any]]) -> Iterator[list[Cell]]:
    """A line for each file in a package; ``contents`` as their reader may see them."""
    for number, row in enumerate(contents, 1):
        role = ROLES.get(row["role"], "Berkas")
        added = row.get("added_at")
        yield [
            number, str(case.archive_no), case.classification, f"{role}: {row['name']}",
            clock.local(datetime.fromisoformat(added)).date() if added else _archived(case),
            int(row["size"]), "Salinan" if row["role"] == "letter_copy" else "Asli elektronik",
            row["path"], row["sha256"],
        ]  # fmt: skip


def described(office: Office, case: ArchiveCase) -> str:
    """What a file is about: its title only where nobody asked to stay hidden, and while it is kept."""
    kind = office.categories.get(case.category, case.category)
    return f"Pengaduan {case.case_no}: {kind}" + (
        "" if case.confidential or case.title == ERASED else f", {case.title}"
    )


def _remark(case: ArchiveCase) -> str:
    if case.state == CaseState.DESTROYED and case.destroyed_at:
        return f"Dimusnahkan {clock.short_date(case.destroyed_at)}"
    return "Ditahan" if case.hold_reason else ""


def _archived(case: ArchiveCase) -> date | None:
    return clock.local(case.archived_at).date() if case.archived_at else None


def _printed(row: Sequence[Cell]) -> list[str]:
    """A row as it stands on paper: days as they are written, points between the thousands."""
    return [
        in_bytes(c) if isinstance(c, int) else clock.short_date(c) if isinstance(c, date) else str(c or "") for c in row
    ]
