"""Where a complaint is, for the staff: the procedure's steps, who has it, what happened, how our messages fare."""

from __future__ import annotations

from typing import Any

from services.handoffs.endings import remedy_of, words_of
from services.handoffs.outcomes import STAGE_LABELS, Outcome, Stage
from services.intake.shown.queue import tone
from services.intake.states import State
from services.intake.verbs import VERBS
from services.shared.verbs import Line
from services.shared.web.service import current_service

STEPS = (
    "Permohonan dan formulir (1–3)",
    "Kelengkapan diperiksa (4)",
    "Diteruskan (5)",
    "Verifikasi Kasi (6–7)",
    "Dipelajari Camat (8)",
    "Tim Pengaduan (10–11)",
    "Keputusan Camat (12)",
    "Tindak lanjut atau surat (13–16)",
    "Surat diserahkan (17)",
    "Selesai (18)",
)
_STAGES = {
    Stage.VERIFICATION: 3,
    Stage.CAMAT: 4,
    Stage.MEETING: 4,
    Stage.TEAM: 5,
    Stage.DECISION: 6,
    Stage.LETTER: 7,
    Stage.FOLLOW_UP: 7,
}
_STATES = {
    State.DRAFT_INTAKE: 0,
    State.INTAKE_CHECK: 1,
    State.AWAITING_COMPLETION: 1,
    State.READY_FOR_HANDOVER: 8,
    State.DELIVERED: 9,
}
_LAST = {
    Outcome.RESOLVED_DIRECT: 4,
    Outcome.RESOLVED: 7,
    Outcome.TRANSFERRED: 7,
    Outcome.REPORTED_TO_LAW: 7,
    Outcome.DECLINED: 3,
}
_HOLDERS = {
    Stage.VERIFICATION: "Kasi",
    Stage.CAMAT: "Camat",
    Stage.MEETING: "Camat (tatap muka)",
    Stage.TEAM: "Tim Pengaduan",
    Stage.DECISION: "Camat",
    Stage.LETTER: "Tim Pengaduan dan registrasi",
    Stage.FOLLOW_UP: "Tim Pengaduan",
}
_DELIVERIES = {
    "case_forwarded": "Berkas ke Kasi",
    "withdrawal_requested": "Pencabutan ke Kasi",
    "letter_handed_over": "Kabar penyerahan surat",
    "letter_uncollected": "Kabar surat tidak diambil",
    "lapor_noted": "Nomor LAPOR! ke Kasi",
    "conflicts_noted": "Benturan kepentingan ke bagian lain",
    "case_ended": "Akhir pengaduan ke buku register",
    "dossier_part": "Berkas loket ke arsip",
}


def whereabouts(data: dict[str, Any]) -> dict[str, Any]:
    """Everything that the page of a complaint says of where it is."""
    known = current_service().office.classes.get(data["class_code"])
    return {
        "tone": tone(data["state"]),
        "steps": steps(data),
        "holder": holder(data),
        "events": events(data["timeline"]),
        "deliveries": deliveries(data["deliveries"]),
        "stage_label": STAGE_LABELS[Stage(data["stage"])] if data["stage"] else "",
        "outcome_label": words_of(data["outcome"], data["branch"]).label if data["outcome"] else "",
        "remedy": remedy_of(data["outcome"], data["branch"], _regency()) if data["outcome"] else "",
        "class_label": known.label if known else data["class_code"],
    }


def _regency() -> str:
    return current_service().office.office.regency


def steps(data: dict[str, Any]) -> list[dict[str, str]]:
    """The stepper: done, current, todo or skipped."""
    if data["state"] == State.CLOSED_MISTAKEN:
        states = ["skipped"] * len(STEPS)
    elif data["outcome"]:
        last = _last(data)
        states = ["done"] * (last + 1) + ["skipped"] * (len(STEPS) - last - 2) + ["done"]
    else:
        here = _here(data)
        states = ["done"] * here + ["current"] + ["todo"] * (len(STEPS) - here - 1)
    return [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=True)]


def _here(data: dict[str, Any]) -> int:
    state = State(data["state"])
    return _STATES[state] if state in _STATES else _STAGES[Stage(data["stage"] or Stage.VERIFICATION)]


def _last(data: dict[str, Any]) -> int:
    outcome = Outcome(data["outcome"])
    if outcome == Outcome.WITHDRAWN:
        return _STAGES[Stage(data["stage"])] if data["stage"] else int(data["complaint"] is not None)
    return _LAST[outcome] + int(outcome == Outcome.RESOLVED and data["handover"] is not None)


def holder(data: dict[str, Any]) -> str:
    """Who has the complaint now."""
    state = State(data["state"])
    if data["outcome"]:
        return f"Arsip ({data['archive_no']})" if data["archive_no"] else "Sudah berakhir"
    if state == State.CLOSED_MISTAKEN:
        return "Tidak ada: salah buka"
    if state == State.AWAITING_COMPLETION:
        return "Pemohon (melengkapi berkas)"
    if state in {State.FORWARDED, State.WITHDRAWAL_REQUESTED}:
        return _HOLDERS[Stage(data["stage"] or Stage.VERIFICATION)]
    return "Petugas Layanan"


def events(story: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The time line, newest first."""
    shown = []
    for entry in reversed(story):
        verb = VERBS.get(entry["verb"]) or Line("", "")
        shown.append(
            {"what": entry["note"], "at": entry["at"], "who": entry["actor_name"], "tone": verb.tone, "icon": verb.icon}
        )
    return shown


def deliveries(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How the messages of this complaint fare."""
    return [row | {"label": _DELIVERIES.get(row["kind"], row["kind"])} for row in rows]
