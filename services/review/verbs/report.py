"""Step 11: the team's report, and its way back from step 12."""

from __future__ import annotations

from services.review.actions import report
from services.review.schemas.report import ReturnReportSchema, SubmitReportSchema
from services.shared.verbs import Ask, Verb

REPORT = (
    Verb(
        "submit_report",
        "Melaporkan hasil kepada Camat",
        "document",
        schema=SubmitReportSchema,
        action=report.submit_report,
        said="Laporan tim sampai di meja Camat.",
        ask=Ask(
            "Sampaikan laporan kepada Camat",
            "11. Tulis laporan tim…",
            "Setelah dikirim, isi laporan tidak dapat diubah lagi.",
            at="team",
        ),
    ),
)
RETURN = (
    Verb(
        "return_report",
        "Mengembalikan laporan tim",
        "return",
        "warn",
        schema=ReturnReportSchema,
        action=report.return_report,
        said="Laporan dikembalikan kepada tim.",
        ask=Ask("Kembalikan kepada tim", "Kembalikan laporan…", kind="danger", at="decision"),
    ),
)
