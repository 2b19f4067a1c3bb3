"""Step 8b on paper: the invitation, and the minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.review.papers.parts import complaint_rows, field_rows, notice, passage, sheet, signer
from services.review.tables import Case, Meeting
from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.config.office import Office
from services.shared.paper.picture import svg_of_image


def invitation(office: Office, case: Case, row: Meeting) -> bytes:
    """Step 8b: the invitation to a talk face to face."""
    held = row.held_on
    return notice(
        office,
        case,
        row.at,
        subject="Undangan tatap muka",
        paragraphs=[
            f"Sehubungan dengan pengaduan Saudara nomor {case.case_no} perihal “{case.title}” yang kami terima pada "
            f"{clock.long_date(case.received_at)}, dengan ini kami mengundang Saudara untuk bertatap muka pada:"
        ],
        fields=[
            ["Hari, tanggal", f"{clock.DAYS[held.weekday()]}, {clock.long_date(held)}"],
            ["Waktu", f"{row.clock_time} {zone.name()}"],
            ["Tempat", row.place],
            ["Keperluan", row.note or "Konfirmasi isi pengaduan"],
        ],
        closing=[
            "Mohon membawa KTP dan bukti yang mendukung. Bila berhalangan, mohon memberi tahu petugas layanan.",
            "Demikian undangan ini, atas kehadiran Saudara diucapkan terima kasih.",
        ],
        signature=signer(office, "camat", row.by_name, row.acting),
    )


def minutes(office: Office, case: Case, row: Meeting, camat: dict[str, Any], drawn: Mapping[str, bytes]) -> bytes:
    """Step 8b: the minutes of the talk (berita acara); a signature that was not drawn is set by hand."""
    hour = f"{row.clock_time} {zone.name()}"
    held = f"{clock.DAYS[row.held_on.weekday()]}, {clock.long_date(row.held_on)}, pukul {hour}"
    parts = [
        field_rows([["Hari, tanggal", held], ["Tempat", row.place], *complaint_rows(office, case, named=True)[:4]]),
        passage("Peserta", row.participants or ""),
        passage("Pokok pembicaraan", row.statements or ""),
        passage("Kesepakatan", row.agreement or ""),
    ]
    applicant = {"title": ["Pemohon,"], "name": case.applicant_name, "rank": "", "nip": ""}
    marks = {who: {"mark": svg_of_image(picture)} for who, picture in drawn.items()}
    signatures = [applicant | marks.get("applicant", {}), camat | marks.get("camat", {})]
    return sheet(office, case, "BERITA ACARA TATAP MUKA", parts, row.recorded_at or row.at, signatures)
