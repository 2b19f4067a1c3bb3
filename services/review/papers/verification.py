"""Steps 6 and 7 on paper: the verification sheet."""

from __future__ import annotations

from services.review.papers.parts import complaint_rows, field_rows, passage, ruled, sheet, signer, tick_boxes
from services.review.rules.choices import URGENCIES
from services.review.rules.verification import SHEET
from services.review.tables import Case, Verification
from services.shared.config.office import Office

TICKS = tuple(item for item in SHEET if item not in {"class_code", "urgency"})
VERDICTS = {
    "reported": "Memenuhi syarat; dilaporkan kepada Camat",
    "declined": "Diusulkan ditolak",
    "refused": "Ditolak Camat",
    "returned": "Dikembalikan untuk dilengkapi",
}


def verification(office: Office, case: Case, row: Verification, question: str = "") -> bytes:
    """Steps 6-7: the section head's verification sheet, with the note on each item, and what the Camat is asked."""
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
        passage("Analisis" if row.result == "reported" else "Alasan", row.analysis),
        *([passage("Pertanyaan kepada Camat", question)] if question else []),
        field_rows(
            [
                ["Klasifikasi pengaduan", _noted(row, "class_code", known.label if known else "-")],
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
