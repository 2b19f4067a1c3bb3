"""Step 12d: evidence is put together, sealed, and handed over to law enforcement."""

from __future__ import annotations

from services.review.actions import evidence, evidence_handing, evidence_taking
from services.review.rules.evidence import SCAN
from services.review.schemas import evidence as schemas
from services.review.verbs.attachments import attachments
from services.shared.verbs import Ask, Verb

RIGHT = "hand_over_evidence"
EVIDENCE = (
    Verb(
        "prepare_evidence",
        "Menyiapkan paket bukti untuk penegak hukum",
        "archive",
        right=RIGHT,
        schema=schemas.PrepareEvidenceSchema,
        action=evidence.prepare_evidence,
        said="Paket disiapkan. Segel kantor dibubuhkan sebentar lagi.",
        ask=Ask(
            "Siapkan paket",
            "Siapkan paket bukti untuk penegak hukum…",
            "Daftar berkas dengan kode hash, catatan penjagaan, dan berita acara serah terima dibuat sekaligus.",
            at="evidence",
        ),
    ),
    Verb(
        "take_evidence",
        "Mengunduh paket bukti",
        "download",
        right=RIGHT,
        schema=schemas.TakeEvidenceSchema,
        action=evidence_taking.take_evidence,
        ask=Ask(
            "Unduh paket terkunci",
            "Unduh paket bukti…",
            "Paket hanya terbuka dengan kata sandi ini.",
            at="evidence",
            busy="Mengunci paket…",
            gives_file=True,
        ),
    ),
    Verb(
        RIGHT,
        "Menyerahkan bukti kepada penegak hukum",
        "person",
        "ok",
        schema=schemas.HandOverEvidenceSchema,
        action=evidence_handing.hand_over_evidence,
        said="Serah terima bukti dicatat.",
        ask=Ask(
            "Catat serah terima",
            "Catat serah terima bukti…",
            "Penerima menandatangani di layar, atau berita acara cetak ditandatangani lalu dipindai.",
            at="evidence",
        ),
        file=attachments(SCAN, "Pindaian berita acara bertanda tangan", "PDF atau foto; bila tidak ada tanda tangan."),
    ),
)
