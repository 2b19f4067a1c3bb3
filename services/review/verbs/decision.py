"""Step 12: the Camat decides along the team's report."""

from __future__ import annotations

from services.review.actions import decision
from services.review.schemas import decision as schemas
from services.shared.verbs import Ask, Verb

DECISION = (
    Verb(
        "decide_oral_answer",
        "Memutuskan tanggapan lisan",
        schema=schemas.DecideOralAnswerSchema,
        action=decision.decide_oral_answer,
        said="Keputusan tersimpan. Tim menyampaikan tanggapan kepada pemohon.",
        ask=Ask("Putuskan tanggapan lisan", "12a. Jawab lisan…", "Tim menyampaikannya kepada pemohon.", at="decision"),
    ),
    Verb(
        "decide_written_letter",
        "Memutuskan surat tanggapan",
        schema=schemas.DecideWrittenLetterSchema,
        action=decision.decide_written_letter,
        said="Keputusan tersimpan. Tim menyusun surat untuk Anda periksa.",
        ask=Ask(
            "Tugaskan tim menyusun surat",
            "12b. Jawab dengan surat…",
            "Tim menyusun surat sesuai kesimpulan Anda; Anda memeriksa dan menandatanganinya.",
            at="decision",
        ),
    ),
    Verb(
        "decide_delegation",
        "Memutuskan pelimpahan",
        schema=schemas.DecideDelegationSchema,
        action=decision.decide_delegation,
        said="Keputusan tersimpan. Tim melaksanakan pelimpahan.",
        ask=Ask(
            "Limpahkan ke instansi teknis",
            "12c. Limpahkan…",
            "Untuk pengaduan di luar kewenangan kecamatan.",
            at="decision",
        ),
    ),
    Verb(
        "decide_report_law",
        "Memutuskan laporan ke penegak hukum",
        schema=schemas.DecideReportLawSchema,
        action=decision.decide_report_law,
        said="Keputusan tersimpan. Tim melaporkan kepada penegak hukum.",
        ask=Ask("Laporkan", "12d. Laporkan ke penegak hukum…", "Bila ada dugaan pelanggaran hukum.", at="decision"),
    ),
    Verb(
        "withdraw_decision",
        "Menarik keputusan",
        "return",
        "warn",
        schema=schemas.WithdrawDecisionSchema,
        action=decision.withdraw_decision,
        said="Keputusan ditarik. Pilih keputusan yang baru.",
        ask=Ask(
            "Ya, tarik keputusan",
            "Tarik keputusan…",
            "Surat yang sedang disusun dihentikan, dan Anda memutuskan lagi.",
            kind="danger",
        ),
    ),
)
