"""Step 8b on paper: the invitation, and the minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.handoffs.outcomes import MeetingResult
from services.review.papers.parts import field_rows, opening, passage, plain, sheet
from services.review.rules.meeting import RESULTS
from services.review.tables import Case, Meeting
from services.shared.config.office import Office
from services.shared.paper.numbers import CLOSING_OF_MINUTES
from services.shared.paper.picture import svg_of_image


def minutes(office: Office, case: Case, row: Meeting, camat: dict[str, Any], drawn: Mapping[str, bytes]) -> bytes:
    """Step 8b: the minutes of the talk (berita acara); a signature that was not drawn is set by hand."""
    result = RESULTS[MeetingResult(row.result)] if row.result else ""
    parts = [
        plain(opening(row.held_on, row.clock_time, row.place)),
        field_rows([["1. Camat", camat["name"]], ["2. Pemohon", case.applicant_name]]),
        plain(f"telah bertatap muka mengenai pengaduan nomor {case.case_no} perihal “{case.title}”."),
        passage("Peserta", row.participants or ""),
        passage("Pokok pembicaraan", row.statements or ""),
        passage("Hasil", ". ".join(filter(None, (result, row.agreement)))),
        plain(CLOSING_OF_MINUTES),
    ]
    signatures, at = _signatures(case, camat, drawn), row.recorded_at or row.at
    return sheet(office, case, "BERITA ACARA TATAP MUKA", parts, at, signatures, number=row.number)


def _signatures(case: Case, camat: dict[str, Any], drawn: Mapping[str, bytes]) -> list[dict[str, Any]]:
    applicant = {"title": ["Pemohon,"], "name": case.applicant_name, "rank": "", "nip": ""}
    marks = {who: {"mark": svg_of_image(picture)} for who, picture in drawn.items()}
    return [applicant | marks.get("applicant", {}), camat | marks.get("camat", {})]
