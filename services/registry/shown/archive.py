"""Ended cases as pages and API show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.handoffs.endings import words_of
from services.handoffs.outcomes import way_of
from services.registry.papers.catalogue import ROLES
from services.registry.queries.archive import Standing
from services.registry.queries.paper import Paper
from services.registry.rights import RIGHTS
from services.registry.rules.readers import masked_contents
from services.registry.rules.retention import APPRAISE
from services.registry.schemas.archive import SUMMARY, WHOLE
from services.registry.states import CASE_MOVES, CASE_STATE_LABELS, CaseState
from services.registry.tables import ArchiveCase, Incident
from services.registry.verbs.archive import ARCHIVE
from services.registry.verbs.paper_originals import PAPER
from services.shared.config.office import Office
from services.shared.rights.people import Actor
from services.shared.verbs import Verb

TONES = {CaseState.ARCHIVED: "ok", CaseState.DESTROYED: "mute"}
PART_LABELS = {"intake": "berkas loket", "review": "berkas penanganan", "letters": "berkas surat"}


def summary(standing: Standing) -> dict[str, Any]:
    """An ended case in a list."""
    shown = {name: getattr(standing.case, name) for name in SUMMARY}
    shown["archive_no"] = number(standing.case)
    counts = {"open_letters": standing.open_letters, "open_incidents": standing.incidents}
    return {**shown, "missing": standing.missing, **counts}


def contents(case: ArchiveCase, person: Actor) -> list[dict[str, Any]]:
    """The files of the package; names that people gave them are hidden with the applicant."""
    rows = case.contents or []
    hidden = case.confidential and not RIGHTS.may("see_whole_package", person)
    return masked_contents(rows, ROLES) if hidden else rows


def whole(standing: Standing, incidents: Sequence[Incident], person: Actor, paper: Paper) -> dict[str, Any]:
    """An ended case for the API."""
    package = standing.case.package
    return {
        **summary(standing),
        **{name: getattr(standing.case, name) for name in WHOLE},
        "contents": contents(standing.case, person) if standing.case.contents is not None else None,
        "package": {"sha256": package["sha256"], "size": package["size"]} if package else None,
        "incidents": incidents,
        "paper": paper_now(paper),
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
    words = [_part_label(part) for part in standing.missing]
    if standing.open_letters:
        words.append("surat yang masih diregistrasi")
    return f"Menunggu {', '.join(dict.fromkeys(words))}" if words else "Lengkap; paket sedang dibuat"


def row(standing: Standing) -> dict[str, Any]:
    """A line of the list page."""
    case, state = standing.case, CaseState(standing.case.state)
    return {
        "number": case.case_no,
        "note": case.ended_at,
        "title": case.title,
        "outcome": words_of(case.outcome, case.branch).label,
        "status": CASE_STATE_LABELS[state],
        "tone": "bad" if standing.incidents else TONES.get(state, "warn"),
        "archive_no": number(case) or "",
        "waiting": waiting_for(standing) if state == CaseState.AWAITING else "—",
        "retention": case.inactive_until,
        "url": f"/registry/archive/{case.case_no}",
    }


def words(office: Office, standing: Standing) -> dict[str, Any]:
    """What the page of one case says of it."""
    case, state = standing.case, CaseState(standing.case.state)
    tone = "bad" if standing.incidents and state != CaseState.DESTROYED else TONES.get(state, "warn")
    return {
        "status": CASE_STATE_LABELS[state],
        "tone": tone,
        "waiting": waiting_for(standing),
        "steps": _steps(standing),
        "parts": [(_part_label(part), part in standing.arrived, part) for part in case.parts],
        "outcome": words_of(case.outcome, case.branch).label,
        "way": way_of(case.branch),
        "category": office.categories.get(case.category, case.category),
        "village": office.villages.get(case.village, case.village),
        "class_label": office.classes[case.class_code].label if case.class_code in office.classes else case.class_code,
    }


def verbs(case: ArchiveCase, person: Actor, paper: Paper) -> dict[str, Verb]:
    """What this person may do with the case, and with its paper, now, by the verb's name."""
    state, held = CaseState(case.state), bool(case.hold_reason)
    fits = {"hold": not held, "release_hold": held, "appraise": case.fate == APPRAISE, "retry": case.tries > 0}
    may = {verb for verb in CASE_MOVES.verbs_for(state, person.roles) if fits.get(verb)}
    if case.package and state != CaseState.DESTROYED:
        may |= {verb for verb in ("download_package", "export_case") if RIGHTS.may(verb, person)}
    if state != CaseState.DESTROYED:
        here = ["return_paper"] if paper.loan else ["place_paper", *(["lend_paper"] if paper.file else [])]
        may |= {verb for verb in here if RIGHTS.may(verb, person)}
    return {verb.name: verb for verb in (*ARCHIVE, *PAPER) if verb.name in may}


def paper_now(paper: Paper) -> dict[str, Any] | None:
    """Where the paper lies and who has it, for the API; None where there is none."""
    if paper.file is None:
        return None
    place = {name: getattr(paper.file, name) for name in ("folder", "box", "shelf", "note")}
    names = ("taken_by", "unit", "purpose", "due_on")
    loan = {name: getattr(paper.loan, name) for name in names} if paper.loan else None
    return {**place, "loan": loan}


def _steps(standing: Standing) -> list[dict[str, Any]]:
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


def _part_label(part: str) -> str:
    return PART_LABELS.get(part.partition(":")[0], part)
