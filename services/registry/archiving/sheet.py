"""The time line of a case on paper, as it goes into the archive package."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from services.handoffs.outcomes import OUTCOME_LABELS, Outcome, way_of
from services.registry.archiving.contents import Contents
from services.registry.papers import FOLDER, printable
from services.registry.tables import ArchiveCase
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.typeset import typeset

SERVICES = {"intake": "Loket", "review": "Penanganan", "letters": "Surat", "registry": "Registrasi"}


def timeline(office: Office, case: ArchiveCase, contents: Contents, now: datetime) -> bytes:
    """Facts, merged time line and list of documents as PDF/A; what our fonts cannot print becomes a box (□)."""
    archive = contents.case["archive"]
    data = {
        "office": office.letterhead(),
        "style": {"paper": office.letters.paper, "font": office.letters.font, "size": 10},
        "facts": _facts(office, case, archive),
        "timeline": [_line(entry) for entry in contents.timeline],
        "documents": [_document(d.path, d.facts) for d in contents.documents],
        "number": archive["archive_no"],
    }
    return typeset(FOLDER / "timeline.typ", printable(data), created=now)


def _facts(office: Office, case: ArchiveCase, archive: dict[str, Any]) -> list[list[str]]:
    active, inactive = (clock.short_date(date.fromisoformat(archive[f"{n}_until"])) for n in ("active", "inactive"))
    kept = f"aktif s.d. {active}, inaktif s.d. {inactive}, lalu: {archive['fate']}"
    village = office.villages.get(case.village, case.village)
    return [
        ["Nomor arsip", archive["archive_no"]],
        ["Nomor pengaduan", case.case_no],
        ["Perihal", case.title],
        ["Pemohon", f"{case.applicant_name} ({case.nik_masked}), Desa {village}"],
        ["Diterima", clock.date_time(case.received_at)],
        ["Berakhir", clock.date_time(case.ended_at)],
        ["Hasil", f"{OUTCOME_LABELS[Outcome(case.outcome)]}. {case.summary}"],
        ["Jalan penanganan", way_of(case.branch)],
        ["Klasifikasi", f"{archive['classification']} · {archive['security']}"],
        ["Retensi", kept],
    ]


def _line(entry: dict[str, Any]) -> list[str]:
    at = clock.date_time(datetime.fromisoformat(entry["at"]))
    return [at, SERVICES.get(entry["service"], entry["service"]), entry["actor"], entry["note"]]


def _document(path: str, facts: dict[str, Any]) -> list[str]:
    return [path, facts["name"], f"{facts['size']:,}".replace(",", "."), facts["sha256"]]
