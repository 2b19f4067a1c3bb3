"""Step 8b on paper: the invitation, and the minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.handoffs.outcomes import MeetingKind, MeetingResult
from services.review.papers.parts import field_rows, leader_of, notice, opening, passage, plain, sheet, signer
from services.review.rules.meeting import RESULTS
from services.review.tables import Case, Meeting
from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.config.office import Office
from services.shared.paper.picture import svg_of_image

_USUAL = {
    MeetingKind.FACE_TO_FACE: "Konfirmasi isi pengaduan",
    MeetingKind.MEDIATION: "Penyelesaian secara musyawarah",
}


def invitation(office: Office, case: Case, row: Meeting) -> bytes:
    """Step 8b: the invitation to a talk face to face."""
    mediation = row.kind == MeetingKind.MEDIATION
    why = "menghadiri mediasi bersama pihak yang berkaitan" if mediation else "bertatap muka"
    return notice(
        office,
        case,
        row.at,
        subject="Undangan mediasi" if mediation else "Undangan tatap muka",
        numbered=True,
        paragraphs=[
            f"Sehubungan dengan pengaduan Saudara nomor {case.case_no} perihal “{case.title}” yang kami terima pada "
            f"{clock.long_date(case.received_at)}, dengan ini kami mengundang Saudara untuk {why} pada:"
        ],
        fields=[*appointment(row), ["Keperluan", row.note or _USUAL[MeetingKind(row.kind)]]],
        closing=[
            "Mohon membawa KTP dan bukti yang mendukung. Bila berhalangan, mohon memberi tahu petugas layanan.",
            "Demikian undangan ini, atas kehadiran Saudara diucapkan terima kasih.",
        ],
        signature=leader_of(office, row) if mediation else signer(office, "camat", row.by_name, row.acting),
    )


def appointment(row: Meeting) -> list[list[str]]:
    """When and where, as label and value."""
    held = row.held_on
    return [
        ["Hari, tanggal", f"{clock.DAYS[held.weekday()]}, {clock.long_date(held)}"],
        ["Waktu", f"{row.clock_time} {zone.name()}"],
        ["Tempat", row.place],
    ]


def minutes(office: Office, case: Case, row: Meeting, camat: dict[str, Any], drawn: Mapping[str, bytes]) -> bytes:
    """Step 8b: the minutes of the talk (berita acara); a signature that was not drawn is set by hand."""
    result = RESULTS[MeetingResult(row.result)] if row.result else ""
    parts = [
        plain(f"{opening(row.held_on, row.clock_time, row.place)}, kami yang bertanda tangan di bawah ini:"),
        field_rows([["1. Camat", camat["name"]], ["2. Pemohon", case.applicant_name]]),
        plain(f"telah bertatap muka mengenai pengaduan nomor {case.case_no} perihal “{case.title}”."),
        passage("Peserta", row.participants or ""),
        passage("Pokok pembicaraan", row.statements or ""),
        passage("Hasil", ". ".join(filter(None, (result, row.agreement)))),
        plain("Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."),
    ]
    applicant = {"title": ["Pemohon,"], "name": case.applicant_name, "rank": "", "nip": ""}
    marks = {who: {"mark": svg_of_image(picture)} for who, picture in drawn.items()}
    signatures = [applicant | marks.get("applicant", {}), camat | marks.get("camat", {})]
    at = row.recorded_at or row.at
    return sheet(office, case, "BERITA ACARA TATAP MUKA", parts, at, signatures, number=row.number)
