"""Notices to the applicant as data: what the API answers and the pages show. Nothing in it is an address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from services.handoffs.endings import ENDINGS
from services.intake.notices.milestones import END, HINT, Milestone
from services.intake.queries import notices as queries
from services.intake.rules.notices import NOTICE_CHANNELS, WAYS_OF_TELLING
from services.intake.shown.knowing import knows
from services.shared.data.paging import Part
from services.shared.notices.channels import channels
from services.shared.notices.ending import OVERTAKEN
from services.shared.web.access import me
from services.shared.web.service import current_service

TITLES: dict[str, str] = {
    "closed": "Selesai",  # an end, as releases before 0.4 told it
    "delegated": "Dilimpahkan",
    **{f"{END}{ending}": words.title for ending, words in ENDINGS.items()},
    Milestone.RECEIVED: "Diterima",
    Milestone.INCOMPLETE: "Perlu dilengkapi",
    Milestone.COMPLETION_NEAR: "Batas melengkapi hampir tiba",
    Milestone.DECIDED: "Diputuskan",
    Milestone.LETTER_READY: "Surat siap diambil",
    Milestone.LETTER_WAITS: "Surat menunggu diambil",
    Milestone.LETTER_LAST: "Panggilan terakhir mengambil surat",
    Milestone.AMENDED: "Keterangan dilengkapi",
    Milestone.INVITED: "Undangan",
    Milestone.MEETING_MOVED: "Jadwal pertemuan berubah",
    Milestone.MEETING_OFF: "Pertemuan tidak jadi",
    Milestone.MEETING_NEAR: "Pengingat pertemuan",
    Milestone.PROMISE_BROKEN: "Janji tidak ditepati",
    Milestone.WITHDRAWAL: "Pencabutan dicatat",
    Milestone.WITHDRAWAL_STOPPED: "Pencabutan dibatalkan",
}
STATES = {
    "sent": ("Terkirim", "ok"),
    "told": ("Disampaikan petugas", "ok"),
    "overtaken": ("Tidak perlu lagi", "mute"),
    "failed": ("Gagal dikirim", "bad"),
    "by_hand": ("Perlu disampaikan petugas", "warn"),
    "waiting": ("Menunggu dikirim", "active"),
}


def of_case(case_no: str) -> list[dict[str, Any]]:
    """The notices of a case: what, by which channel, how it fares since when."""
    with current_service().reading() as session:
        return [line(row) for row in queries.of_case(session, case_no)]


def to_tell() -> Part[dict[str, Any]]:
    """Whom a clerk has to tell something, and what."""
    with current_service().reading() as session:
        found = queries.to_tell(session)
    told = [
        {
            "case_no": complaint.case_no,
            "name": complaint.applicant.name if complaint.applicant else "",
            "phone": complaint.applicant.phone if complaint.applicant else "",
            "lines": [line(row) for row in rows],
        }
        for complaint, rows in found.rows
        if knows(complaint, me())
    ]
    return Part(told, found.beyond)


def choices() -> list[tuple[str, str]]:
    """The channels to choose from; one that the office has not connected is named so: a clerk tells it."""
    service = current_service()
    connected = {"none", *(str(via) for via in channels(service.settings, service.office.name))}
    hint = " (belum tersambung)"
    return [(code, label if code in connected else label + hint) for code, label in NOTICE_CHANNELS.items()]


def line(row: Row[Any]) -> dict[str, Any]:
    """One notice."""
    state = _state(row)
    label, tone = STATES[state]
    return {
        "id": row.id,
        "kind": row.kind,
        "title": TITLES[row.kind],
        "text": row.text.removesuffix(HINT),
        "channel": "" if row.channel == "by_hand" else row.channel,
        "channel_label": NOTICE_CHANNELS.get(row.channel, ""),
        "state": state,
        "state_label": label,
        "tone": tone,
        "at": row.sent_at or row.failed_at or row.created_at,
        "error": row.error if not row.sent_at else "",
        "how": WAYS_OF_TELLING.get(row.done_how, ""),
        "open": state in {"failed", "by_hand"},
    }


def _state(row: Row[Any]) -> str:
    if row.done_how == OVERTAKEN:
        return "overtaken"
    if row.sent_at:
        return "told" if row.done_by else "sent"
    if row.failed_at:
        return "failed"
    return "by_hand" if row.channel == "by_hand" else "waiting"
