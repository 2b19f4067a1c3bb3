"""Words and choices of the pages: tones, next steps, options from the office's own lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.review import rules
from services.review.queries.cases import Records
from services.review.states import CLOSED, STATE_LABELS, WAITS_FOR, State
from services.review.tables import Case
from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from services.shared.config.office import Office
from services.shared.rights.people import Role

Options = list[tuple[str, str]]

NEXT = {
    State.SECTION_HEAD_REVIEW: "Verifikasi",
    State.CAMAT_REVIEW: "Beri arahan",
    State.CAMAT_MEETING: "Catat tatap muka",
    State.TEAM_ASSIGNED: "Tangani",
    State.CAMAT_DECISION: "Putuskan",
    State.ORAL_FOLLOWUP: "Sampaikan",
    State.TRANSFER_FOLLOWUP: "Limpahkan",
    State.LAW_FOLLOWUP: "Laporkan",
}
TONES = {
    State.SECTION_HEAD_REVIEW: "info",
    State.RETURNED_TO_DESK: "warn",
    State.CAMAT_REVIEW: "warn",
    State.CAMAT_DECISION: "warn",
    State.CLOSED_DECLINED: "bad",
    State.CLOSED_WITHDRAWN: "mute",
}
HOLDERS = {
    State.SECTION_HEAD_REVIEW: "Kasi Pelayanan Umum",
    State.RETURNED_TO_DESK: "Loket, menunggu pemohon",
    State.CAMAT_REVIEW: "Camat",
    State.CAMAT_MEETING: "Camat",
    State.CAMAT_DECISION: "Camat",
    State.LETTER_REQUESTED: "Tim Pengaduan (surat)",
}
LETTER_LABELS = {
    "requested": ("Disusun tim", "active"),
    "in_review": ("Diperiksa Camat", "warn"),
    "correcting": ("Dikoreksi", "warn"),
    "signed": ("Ditandatangani", "active"),
    "registered": ("Bernomor", "ok"),
    "handed_over": ("Diserahkan", "ok"),
    "cancelled": ("Dibatalkan", "mute"),
}
DELIVERY_LABELS = {
    ("case_returned", "intake"): "Pengembalian ke loket",
    ("case_progressed", "intake"): "Kabar tahapan ke loket",
    ("case_closed", "intake"): "Kabar selesai ke loket",
    ("letter_requested", "letters"): "Permintaan surat",
    ("letter_cancelled", "letters"): "Pembatalan surat",
    ("conflict_marked", "letters"): "Benturan kepentingan ke penyusunan surat",
    ("case_ended", "registry"): "Catatan untuk buku register",
    ("case_ended", "letters"): "Akhir pengaduan ke penyusunan surat",
    ("dossier_part", "registry"): "Berkas untuk arsip",
}
ICONS = {
    "receive": "inbox", "receive_completed": "inbox", "report_to_camat": "shield", "ask_clarification": "return",
    "decline": "cross", "call_face_to_face": "calendar", "record_meeting": "people", "dispose_to_team": "send",
    "coordinate": "people", "close_coordination": "check", "submit_report": "document", "return_report": "return",
    "withdraw_decision": "return", "withdraw": "cross", "archived": "archive", "letter_registered": "stamp",
    "letter_handed_over": "person", "letter_progressed": "edit", "attach": "upload", "mark_conflict": "alert",
}  # fmt: skip
EVENT_TONES = {
    "decline": "bad", "withdraw": "mute", "ask_clarification": "warn", "return_report": "warn",
    "withdraw_decision": "warn", "mark_conflict": "warn", "report_to_camat": "ok", "resolve_directly": "ok",
    "convey_and_close": "ok", "complete_letter": "ok", "archived": "mute",
}  # fmt: skip


def tone(state: str) -> str:
    """The colour of a state."""
    known = State(state)
    return TONES.get(known, "ok" if known in CLOSED else "active")


def next_action(state: str, roles: Iterable[Role]) -> str:
    """The button in a list: the next step, where it is of this person's role."""
    mine = any(State(state) in states for role, states in WAITS_FOR.items() if role in roles)
    return NEXT.get(State(state), "Buka") if mine else "Buka"


def holder(case: Case, records: Records) -> str:
    """Who has the case now."""
    if case.state in CLOSED:
        return "Selesai"
    names = ", ".join(member.name for member in records.members)
    return HOLDERS.get(State(case.state)) or names or "Tim Pengaduan"


def work_filters(roles: Iterable[Role]) -> dict[str, Options]:
    """Options of the filters above "my work": the states that wait for these roles, and how near the deadline is."""
    states = [state for role, waiting in WAITS_FOR.items() if role in roles for state in waiting]
    return {
        "state": [(str(state), STATE_LABELS[state]) for state in states],
        "due": [("late", "Terlambat"), ("today", "Hari ini"), ("week", "Tujuh hari ini")],
    }


def filters(office: Office) -> dict[str, Options]:
    """Options of the filters above the list."""
    return {
        "state": [(str(state), label) for state, label in STATE_LABELS.items()],
        "class_code": [(code, item.label) for code, item in office.classes.items()],
        "village": [(name, name) for name in office.villages.values()],
    }


def choices(office: Office) -> dict[str, Any]:
    """Options of the verbs' forms."""
    partners = office.partners
    return {
        "classes": [(code, item.label) for code, item in office.classes.items()],
        "urgencies": list(rules.URGENCIES.items()),
        "ways": list(rules.WAYS_OF_TELLING.items()),
        "instructions": list(office.instructions.items()),
        "modes": list(rules.MODES.items()),
        "channels": list(rules.CHANNELS.items()),
        "partners": [(p.code, f"{rules.PARTNER_STEPS[p.kind]} · {p.name}") for p in partners],
        "agencies": [(p.code, p.name) for p in partners if p.kind == "agency"],
        "law": [(p.code, p.name) for p in partners if p.law_enforcement],
        "letter_kinds": [(c, office.letter_kinds[c]) for c in rules.RESPONSE_LETTERS if c in office.letter_kinds],
    }


def defaults(case: Case, records: Records, office: Office, calendar: WorkingDays, now: datetime) -> dict[str, Any]:
    """What the forms propose."""
    day = rules.today(now)
    handed_over = [row.partner for row in records.coordinations if row.mode == "hand_over"]
    results = [
        f"{row.partner_name}: {row.result or 'tanpa jawaban'}." for row in records.coordinations if row.closed_at
    ]
    local = clock.local(now)
    return {
        "today": day,
        "now": f"{local:%d/%m/%Y %H.%M}",
        "due": min(calendar.deadline(day, office.limits["disposition"]), max(case.deadline, day)),
        "meeting_day": calendar.add(day, 1),
        "class_code": case.class_code,
        "urgency": case.urgency,
        "agency": handed_over[-1] if handed_over else "",
        "results": "\n".join(text.replace("..", ".") for text in results),
        "missing": records.verifications[-1].missing if records.verifications else [],
    }
