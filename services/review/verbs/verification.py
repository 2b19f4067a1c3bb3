"""Steps 6 and 7: what the section head does; and what section head or Camat note in any open case."""

from __future__ import annotations

from services.review.actions import conflict, verification
from services.review.schemas import verification as schemas
from services.shared.verbs import Ask, Verb

VERIFICATION = (
    Verb(
        "report_to_camat",
        "Melaporkan kepada Camat",
        "shield",
        "ok",
        schema=schemas.ReportToCamatSchema,
        action=verification.report_to_camat,
        said="Pengaduan dilaporkan kepada Camat. Lembar verifikasi tersimpan.",
        ask=Ask("Laporkan kepada Camat"),
    ),
    Verb(
        "ask_clarification",
        "Mengembalikan ke loket untuk dilengkapi",
        "return",
        "warn",
        schema=schemas.AskClarificationSchema,
        action=verification.ask_clarification,
        said="Berkas dikembalikan ke loket. Pemohon diberi tahu apa yang kurang.",
        ask=Ask(
            "Kembalikan ke loket",
            "Minta kelengkapan…",
            "Berkas kembali ke loket dan pemohon diberi tahu. Batas waktu berhenti sampai berkas dilengkapi.",
            at="verification",
        ),
    ),
    Verb(
        "decline",
        "Menolak dengan alasan",
        "cross",
        "bad",
        schema=schemas.DeclineSchema,
        action=verification.decline,
        said="Penolakan diusulkan. Suratnya menunggu ditandatangani; pengaduan berakhir bila surat itu diserahkan.",
        ask=Ask(
            "Usulkan penolakan",
            "Tolak pengaduan…",
            "Surat penolakan dibuat dengan alasan di bawah dan menunggu tanda tangan. Pengaduan berakhir bila surat "
            "itu sudah diserahkan kepada pemohon.",
            kind="danger",
            at="verification",
        ),
    ),
    Verb(
        "withdraw_refusal",
        "Menarik usulan penolakan",
        "return",
        "warn",
        schema=schemas.WithdrawRefusalSchema,
        action=verification.withdraw_refusal,
        said="Usulan penolakan ditarik. Pengaduan kembali diverifikasi.",
        ask=Ask(
            "Tarik usulan penolakan",
            "Tarik usulan penolakan…",
            "Surat penolakan dibatalkan dan pengaduan kembali ke Kasi. Hanya selama surat belum ditandatangani.",
        ),
    ),
    Verb(
        "link_case",
        "Mengaitkan pengaduan lain",
        schema=schemas.LinkCaseSchema,
        action=verification.link_case,
        said="Pengaduan dikaitkan.",
        ask=Ask("Kaitkan", "Kaitkan pengaduan lain…", kind="secondary", at="related"),
    ),
    Verb(
        "mark_conflict",
        "Menandai benturan kepentingan",
        "alert",
        "warn",
        schema=schemas.MarkConflictSchema,
        action=conflict.mark_conflict,
        said="Benturan kepentingan tersimpan.",
        ask=Ask("Simpan tanda", "Tandai petugas…", kind="secondary", at="conflict"),
    ),
    Verb(
        "confirm_conflict",
        "Mengonfirmasi Kasi memeriksa di tempat Camat",
        "shield",
        "warn",
        schema=schemas.ConfirmConflictSchema,
        action=conflict.confirm_conflict,
        said="Dikonfirmasi: Kasi memeriksa di tempat Camat.",
        ask=Ask("Konfirmasi", "Konfirmasi penggantian…", kind="secondary", at="conflict"),
    ),
)
