"""Steps 1 and 2: the visit, and the complaint that is opened."""

from __future__ import annotations

from services.intake.actions import opening
from services.intake.schemas.opening import OpenSchema
from services.shared.verbs import Ask, Verb

OPENING = (
    Verb(
        "open",
        "Mencatat permohonan di loket",
        "inbox",
        schema=OpenSchema,
        action=opening.open_complaint,
        said=lambda complaint: f"Pengaduan {complaint.case_no} dibuka. Isi formulir bersama pemohon.",
        ask=Ask("Buat pengaduan"),
        path="/complaints",
        api=("post", "/complaints"),
    ),
    Verb(
        "record_visit",
        "Mencatat kunjungan",
        schema=OpenSchema,
        action=opening.record_visit,
        said=lambda entry: f"Kunjungan dicatat di buku permohonan dengan nomor {entry.number:04d}.",
        ask=Ask("Hanya kunjungan", kind="outline-primary"),
        path="/visits",
        api=("post", "/visits"),
    ),
)
