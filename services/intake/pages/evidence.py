"""The page of one file: what it is, what its metadata say, its condition, and who has had it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template

from services.intake import queries
from services.intake.actions.custody import CUSTODY
from services.intake.shown import files as rows
from services.intake.shown.files import file_line, openable
from services.intake.shown.knowing import READERS, knows
from services.shared.files import kinds
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

pages = Blueprint("evidence", __name__)
FACTS = {
    "taken": "Direkam (menurut perangkat)",
    "camera": "Perangkat",
    "place": "Tempat (koordinat)",
    "length": "Lamanya",
    "sides": "Ukuran gambar",
    "pages": "Halaman",
    "codecs": "Kodek",
}

EVENTS = {
    "add_file": ("upload", "ok"),
    "see_file": ("eye", "mute"),
    "see_id_card": ("eye", "mute"),
    "download_file": ("download", "mute"),
    "forward": ("arrow", "active"),
    "archive_files": ("archive", "ok"),
    "remove_file": ("cross", "warn"),
    "quarantine_file": ("alert", "bad"),
    "recheck_file": ("alert", "bad"),
}


@pages.get("/complaints/<case_no>/evidence/<uuid:file_id>/details")
@allow(*READERS)
def show(case_no: str, file_id: UUID) -> str:
    """Everything about a file of this complaint, for those who may open it."""
    service = current_service()
    with service.work(me()) as work:
        file = openable(work, case_no, file_id)
        complaint, log = queries.one(work.session, case_no), CUSTODY.log(work.session, file)
    line = file_line(complaint, file)
    gone = rows.lost_files(case_no, [line])
    return render_template(
        "evidence.html",
        case_no=case_no,
        file=rows.evidence([line], gone)[0],
        kind=kinds.ALLOWED.get(file.content_type, "Berkas"),
        facts=_facts(file.facts or {}) if knows(complaint, me()) else [],
        hidden=bool(file.facts) and not knows(complaint, me()),
        declared=file.declared_type,
        events=[_event(row) for row in log],
    )


def _event(row: dict[str, Any]) -> dict[str, Any]:
    icon, tone = EVENTS.get(row["verb"], ("check", "info"))
    who = f"{row['actor_name']} ({row['address']})" if row["address"] else row["actor_name"]
    return {"what": row["note"], "at": row["at"], "who": who, "tone": tone, "icon": icon}


def _facts(found: dict[str, Any]) -> list[tuple[str, str]]:
    told = dict(found)
    if "seconds" in told:
        minutes, seconds = divmod(round(told["seconds"]), 60)
        told["length"] = f"{minutes} menit {seconds} detik" if minutes else f"{seconds} detik"
    if "width" in told:
        told["sides"] = f"{told['width']} × {told['height']} piksel"
    return [(label, str(told[name])) for name, label in FACTS.items() if name in told]
