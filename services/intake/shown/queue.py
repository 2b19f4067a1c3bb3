"""Complaints as the lines of a list, in the shape that the page macros expect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for

from services.handoffs.outcomes import Stage
from services.intake.states import CLOSED, State
from services.shared.calendar.clock import short_date

COLUMNS = [
    ("number", "Nomor"),
    ("applicant", "Pemohon"),
    ("title", "Perihal"),
    ("status", "Status"),
    ("due", "Batas waktu"),
]
PAPER = [*COLUMNS, ("paper", "Berkas kertas")]  # for whoever looks for paper
STAGES = {
    Stage.VERIFICATION: "Diverifikasi Kasi",
    Stage.CAMAT: "Dipelajari Camat",
    Stage.MEETING: "Tatap muka Camat",
    Stage.TEAM: "Ditangani Tim",
    Stage.DECISION: "Keputusan Camat",
    Stage.LETTER: "Surat disiapkan",
    Stage.FOLLOW_UP: "Tindak lanjut Tim",
}
TONES = {
    State.DRAFT_INTAKE: "info",
    State.INTAKE_CHECK: "info",
    State.AWAITING_COMPLETION: "warn",
    State.FORWARDED: "active",
    State.WITHDRAWAL_REQUESTED: "warn",
    State.READY_FOR_HANDOVER: "warn",
    State.DELIVERED: "active",
    State.CLOSED_DECLINED: "bad",
    State.CLOSED_WITHDRAWN: "mute",
}  # every other end is "ok"


def queue(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines of a list for ``queue_table``."""
    return [_row(line) for line in lines]


def _row(line: dict[str, Any]) -> dict[str, Any]:
    state = State(line["state"])
    in_review = state == State.FORWARDED and line["stage"]
    return {
        "url": url_for("complaint.show", case_no=line["case_no"]),
        "number": line["case_no"],
        "note": line["received_at"],
        "applicant": line["applicant_name"],
        "title": f"MENDESAK: {line['title']}" if line["urgent_at"] and not line["outcome"] else line["title"],
        "status": STAGES[Stage(line["stage"])] if in_review else line["state_label"],
        "tone": tone(state),
        "due": short_date(line["deadline"]) if line["deadline"] else "",
        "days_left": line["days_left"],
        "paper": "" if line["ended_at"] else line["paper"]["lies_with"],
        "action": "Buka",
    }


def tone(state: str) -> str:
    """The colour of a state."""
    return TONES.get(State(state), "ok" if state in CLOSED else "info")
