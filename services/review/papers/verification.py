"""Steps 6 and 7 on paper: the verification sheet, and the notice of a refusal."""

from __future__ import annotations

from services.review.papers.parts import complaint_rows, field_rows, notice, passage, ruled, sheet, signer, tick_boxes
from services.review.rules.choices import URGENCIES
from services.review.rules.verification import SHEET
from services.review.tables import Case, Verification
from services.shared.calendar import clock
from services.shared.config.office import Office

TICKS = tuple(item for item in SHEET if item not in {"class_code", "urgency"})
VERDICTS = {
    "reported": "Memenuhi syarat; dilaporkan kepada Camat",
    "declined": "Ditolak",
    "returned": "Dikembalikan untuk dilengkapi",
}


def verification(office: Office, case: Case, row: Verification) -> bytes:
    """Steps 6-7: the section head's verification sheet, with the note on each item."""
    known = office.classes.get(row.class_code)
    parts = [
        field_rows(complaint_rows(office, case, named=True)),
        ruled(
            "Kelengkapan berkas",
            ["Persyaratan", "Hasil", "Catatan"],
            [[line["label"], _completeness(line["verdict"]), line["note"]] for line in case.completeness],
        ),
        tick_boxes(
            "Hasil pencermatan",
            [(label, getattr(row, item), row.notes.get(item, "")) for item, label in SHEET.items() if item in TICKS],
        ),
        passage("Analisa" if row.result == "reported" else "Alasan", row.analysis),
        field_rows(
            [
                ["Golongan", _noted(row, "class_code", known.label if known else "-")],
                ["Sifat", _noted(row, "urgency", URGENCIES.get(row.urgency, row.urgency))],
                ["Kesimpulan", VERDICTS[row.result]],
            ]
        ),
    ]
    return sheet(
        office,
        case,
        "LEMBAR VERIFIKASI PENGADUAN",
        parts,
        row.at,
        [signer(office, "section_head", row.by_name, row.acting)],
    )


def _completeness(verdict: str) -> str:
    """A verdict of the checklist in words."""
    return {"ok": "Lengkap", "missing": "Kurang", "not_applicable": "Tidak berlaku"}[verdict]


def _noted(row: Verification, item: str, text: str) -> str:
    note = row.notes.get(item, "")
    return f"{text} ({note})" if note else text


def refusal(office: Office, case: Case, row: Verification) -> bytes:
    """Step 7, the 'no' side: the notice that the complaint is declined, with its reason."""
    return notice(
        office,
        case,
        row.at,
        subject="Pemberitahuan pengaduan tidak dapat ditindaklanjuti",
        paragraphs=[
            f"Pengaduan Saudara nomor {case.case_no} perihal “{case.title}” yang kami terima pada "
            f"{clock.long_date(case.received_at)} telah kami verifikasi. Dengan menyesal kami beritahukan bahwa "
            "pengaduan tersebut tidak dapat kami tindak lanjuti, dengan alasan:",
            row.analysis,
        ],
        fields=[],
        closing=[
            "Saudara dapat mengajukan pengaduan baru bila ada bukti atau keterangan baru, pada hari kerja di loket "
            "pelayanan kami.",
            "Demikian pemberitahuan ini, atas perhatian Saudara diucapkan terima kasih.",
        ],
        signature=signer(office, "section_head", row.by_name, row.acting),
    )
