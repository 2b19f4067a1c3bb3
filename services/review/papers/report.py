"""Step 11 on paper: the team report."""

from __future__ import annotations

from collections.abc import Sequence

from services.review.papers.parts import complaint_rows, field_rows, passage, ruled, sheet
from services.review.rules.choices import MODES
from services.review.tables import Case, Coordination, Report, Visit
from services.shared.calendar import clock
from services.shared.config.office import Office


def report(
    office: Office,
    case: Case,
    row: Report,
    coordinations: Sequence[Coordination],
    team: Sequence[str],
    visits: Sequence[Visit],
) -> bytes:
    """Step 11: the team report to the Camat."""
    parts = [
        field_rows([*complaint_rows(office, case, named=False), ["Tim", ", ".join(team)]]),
        passage("Analisis", row.analysis),
        passage("Data dan fakta", row.facts),
        ruled(
            "Koordinasi yang dilaksanakan",
            ["Tanggal", "Instansi/pihak terkait", "Bentuk", "Hasil"],
            [_coordination_row(item) for item in coordinations],
        ),
        ruled(
            "Tinjauan lokasi",
            ["Temuan", "Tanggal", "Tempat"],
            [[item.findings, clock.short_date(item.visited_on), item.place] for item in visits],
        ),
        passage("Hasil koordinasi", row.results or "Tidak ada koordinasi."),
        passage("Rekomendasi", row.recommendation),
    ]
    note = f"Kode hash laporan (SHA-256): {row.sha256}"
    title = "LAPORAN TIM PENGADUAN KECAMATAN"
    signature = {"title": ["Tim Pengaduan,"], "name": row.by_name, "rank": "", "nip": ""}
    return sheet(office, case, title, parts, row.at, [signature], note=note)


def _coordination_row(row: Coordination) -> list[str]:
    """A coordination as a row of the report."""
    result = "Tanpa jawaban" if row.no_answer else row.result
    return [clock.short_date(row.held_on), row.partner_name, MODES[row.mode], result]
