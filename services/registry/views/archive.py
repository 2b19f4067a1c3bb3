"""Ended cases as pages and API show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.handoffs.outcomes import OUTCOME_LABELS, Outcome
from services.registry.queries.archive import Standing
from services.registry.states import CASE_STATE_LABELS, CaseState
from services.registry.tables import ArchiveCase, Incident

PART_LABELS = {"intake": "berkas loket", "review": "berkas penanganan", "letters": "berkas surat"}
_SUMMARY = ("case_no", "state", "version", "outcome", "ended_at", "parts", "archive_no", "archived_at")
_WHOLE = (
    "revision",
    "contents",
    "security",
    "classification",
    "active_until",
    "inactive_until",
    "fate",
    "hold_reason",
    "destroyed_at",
)


def part_label(part: str) -> str:
    """A part's name in words."""
    return PART_LABELS.get(part.partition(":")[0], part)


def summary(standing: Standing) -> dict[str, Any]:
    """An ended case in a list."""
    shown = {name: getattr(standing.case, name) for name in _SUMMARY}
    shown["archive_no"] = number(standing.case)
    counts = {"open_letters": standing.open_letters, "open_incidents": standing.incidents}
    return {**shown, "missing": standing.missing, **counts}


def representation(standing: Standing, incidents: Sequence[Incident]) -> dict[str, Any]:
    """An ended case for the API."""
    package = standing.case.package
    return {
        **summary(standing),
        **{name: getattr(standing.case, name) for name in _WHOLE},
        "package": {"sha256": package["sha256"], "size": package["size"]} if package else None,
        "incidents": incidents,
    }


def number(case: ArchiveCase) -> str | None:
    """The archive number; one that is only reserved for a package still to be made is not told yet."""
    return case.archive_no if case.revision else None


def waiting_for(standing: Standing) -> str:
    """What an ended case still waits for, in words; empty when it is archived."""
    if standing.case.state != CaseState.AWAITING:
        return ""
    if standing.incidents:
        return "Ada berkas yang bermasalah; dicoba lagi berkala"
    words = [part_label(part) for part in standing.missing]
    if standing.open_letters:
        words.append("surat yang masih diregistrasi")
    return f"Menunggu {', '.join(dict.fromkeys(words))}" if words else "Lengkap; paket sedang dibuat"


def row(standing: Standing) -> dict[str, Any]:
    """A line of the list page."""
    case, state = standing.case, CaseState(standing.case.state)
    tones = {CaseState.ARCHIVED: "ok", CaseState.DESTROYED: "mute"}
    tone = "bad" if standing.incidents else tones.get(state, "warn")
    return {
        "number": case.case_no,
        "note": case.ended_at,
        "title": case.title,
        "outcome": OUTCOME_LABELS[Outcome(case.outcome)],
        "status": CASE_STATE_LABELS[state],
        "tone": tone,
        "archive_no": number(case) or "",
        "waiting": waiting_for(standing) if state == CaseState.AWAITING else "—",
        "retention": case.inactive_until,
        "url": f"/registry/archive/{case.case_no}",
    }


def steps(standing: Standing) -> list[dict[str, Any]]:
    """The way into the archive as a stepper."""
    case, complete = standing.case, not standing.missing and not standing.open_letters
    archived = case.state != CaseState.AWAITING
    collecting = "done" if complete or archived else "current"
    packing = "done" if archived else "current" if complete else "todo"
    return [
        {"label": "Pengaduan berakhir", "state": "done", "at": case.ended_at},
        {"label": "Berkas dari semua bagian", "state": collecting},
        {"label": "Paket arsip dibuat dan diperiksa", "state": packing, "at": case.archived_at},
        {"label": "Disimpan", "state": "done" if archived else "todo", "who": case.archive_no},
        *([{"label": "Dimusnahkan", "state": "done", "at": case.destroyed_at}] if case.destroyed_at else []),
    ]
