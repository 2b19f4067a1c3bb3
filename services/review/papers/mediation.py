"""A mediation on paper: everyone's own invitation, the minutes (berita acara), the agreement with its promises."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.handoffs.outcomes import MeetingResult
from services.review.papers.meeting import appointment
from services.review.papers.parts import (
    DOTS,
    field_rows,
    leader_of,
    notice,
    opening,
    passage,
    plain,
    sheet,
    shown_name,
)
from services.review.rules.mediation import capacity
from services.review.rules.meeting import RESULTS
from services.review.tables import Case, Meeting, Participant
from services.shared.config import naming
from services.shared.config.office import Office
from services.shared.paper.picture import svg_of_image

Drawn = Mapping[uuid.UUID, bytes]


def to_participant(office: Office, case: Case, row: Meeting, one: Participant) -> bytes:
    """The invitation of the other side, a witness or an official."""
    who = f"{shown_name(case, named=False)} ({naming.village(case.village)})"
    return notice(
        office,
        case,
        row.at,
        subject="Undangan mediasi",
        numbered=True,
        recipient={"name": _addressee(office, one), "place": _place(office, one)},
        paragraphs=[
            f"Sehubungan dengan pengaduan nomor {case.case_no} perihal “{case.title}”, dengan ini kami mengundang "
            f"Saudara sebagai {_capacity(office, one).lower()} untuk menghadiri mediasi pada:"
        ],
        fields=[*appointment(row), ["Pemohon", who], ["Keperluan", row.note or "Penyelesaian secara musyawarah"]],
        closing=[
            "Mohon membawa KTP dan bukti yang berkaitan. Bila berhalangan, mohon memberi tahu petugas layanan.",
            "Demikian undangan ini, atas kehadiran Saudara diucapkan terima kasih.",
        ],
        signature=leader_of(office, row),
    )


def minutes(office: Office, case: Case, row: Meeting, people: Sequence[Participant], drawn: Drawn) -> bytes:
    """The minutes: who was there, what each said, what came of it; who did not sign on the screen signs by hand."""
    here = [one for one in people if one.came]
    away = [one for one in people if not one.came]
    parts = [
        plain(f"{opening(row.held_on, row.clock_time, row.place)}, kami yang bertanda tangan di bawah ini:"),
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


def _addressee(office: Office, one: Participant) -> str:
    return one.name or _capacity(office, one)


def _place(office: Office, one: Participant) -> str:
    return one.title or office.office.place
