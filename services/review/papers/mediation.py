"""A mediation on paper: everyone's own invitation, the minutes (berita acara), the agreement with its promises."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.handoffs.outcomes import MeetingResult
from services.review.papers.parts import (
    DOTS,
    field_rows,
    leader_of,
    opening,
    passage,
    plain,
    sheet,
)
from services.review.rules.mediation import capacity
from services.review.rules.meeting import RESULTS
from services.review.tables import Case, Meeting, Participant
from services.shared.config import naming
from services.shared.config.office import Office
from services.shared.paper.picture import svg_of_image

Drawn = Mapping[uuid.UUID, bytes]


def minutes(office: Office, case: Case, row: Meeting, people: Sequence[Participant], drawn: Drawn) -> bytes:
    """The minutes: who was there, what each said, what came of it; who did not sign on the screen signs by hand."""
    here = [one for one in people if one.came]
    away = [one for one in people if not one.came]
    parts = [
        plain(opening(row.held_on, row.clock_time, row.place)),
        field_rows([[f"{n}. {_capacity(office, one)}", person_of(case, one)] for n, one in enumerate(here, start=1)]),
        plain(f"telah melaksanakan mediasi atas pengaduan nomor {case.case_no} perihal “{case.title}”."),
        passage("Jalannya mediasi", row.statements or ""),
        *(passage(f"Keterangan {person_of(case, one)}", one.words) for one in here if one.words),
    ]
    if away:
        parts.append(
            passage("Tidak hadir", "; ".join(f"{person_of(case, one)} ({_capacity(office, one)})" for one in away))
        )
    result = RESULTS[MeetingResult(row.result)]
    parts += [
        passage("Hasil", f"{result}. {row.agreement}" if row.agreement else f"{result}."),
        plain("Demikian berita acara ini dibuat dengan sebenarnya dan ditandatangani oleh yang hadir."),
    ]
    signatures = [*(signature_of(office, case, one, drawn) for one in here), leader_of(office, row)]
    return sheet_of(office, case, row, "BERITA ACARA MEDIASI", parts, signatures)


def sheet_of(
    office: Office,
    case: Case,
    row: Meeting,
    title: str,
    parts: list[dict[str, Any]],
    signatures: list[dict[str, Any]],
    *,
    numbered: bool = True,
) -> bytes:
    at: datetime = row.recorded_at or row.at
    return sheet(office, case, title, parts, at, signatures, number=row.number if numbered else None)


def signature_of(office: Office, case: Case, one: Participant, drawn: Drawn) -> dict[str, Any]:
    block = {
        "title": [f"{_capacity(office, one)},"],
        "name": _name(case, one) or one.title or DOTS,
        "rank": "",
        "nip": "",
    }
    return block | ({"mark": svg_of_image(drawn[one.id])} if one.id in drawn else {})


def _capacity(office: Office, one: Participant) -> str:
    return capacity(one.capacity, office.office.village_head)


def _name(case: Case, one: Participant) -> str:
    return case.applicant_name if one.capacity == "applicant" else one.name


def person_of(case: Case, one: Participant) -> str:
    """Name and address or office, as far as they are known."""
    title = naming.village(case.village) if one.capacity == "applicant" else one.title
    return ", ".join(filter(None, (_name(case, one), title))) or DOTS
