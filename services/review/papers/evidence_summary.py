"""Step 12d on paper: what the case is about, for law enforcement; of people only what the office chose."""

from __future__ import annotations

from typing import Any

from services.handoffs.representing import relation_of
from services.handoffs.witnesses import willing_of
from services.review.papers.parts import field_rows, passage, sheet
from services.review.rules.reported import KINDS, SAID, about
from services.review.tables import Case, EvidenceHandover
from services.shared.calendar import clock
from services.shared.config import naming
from services.shared.config.office import Office

LEFT_OUT = "Tidak disertakan atas pilihan kantor."


def summary(office: Office, case: Case, row: EvidenceHandover, by: dict[str, Any]) -> bytes:
    """What the case is about; of people only what was chosen."""
    rows = [
        ["Nomor pengaduan", case.case_no],
        ["Diterima", clock.long_date(case.received_at)],
        ["Jenis", office.categories.get(case.category, case.category)],
        ["Waktu dan tempat", f"{case.occurred}; {case.place}"],
        ["Untuk", row.unit],
    ]
    told = [passage(head, say(case) if part in row.parts else LEFT_OUT) for part, (head, say) in CHOSEN.items()]
    return sheet(office, case, "RINGKASAN UNTUK PENEGAK HUKUM", [field_rows(rows), *told], row.at, [by])


def _story(case: Case) -> str:
    return f"{case.title}. {case.story}"


def _applicant(case: Case) -> str:
    place = f"{case.address}, {naming.village(case.village)}"
    known = f"{case.applicant_name}, NIK {case.nik_masked}, {place}, telepon {case.phone or '-'}"
    if not case.represented_name:
        return known
    other = case.represented
    whom = f"{other['name']}, NIK {other['nik_masked']} ({relation_of(other['relation'])})"
    return f"{known}\nUntuk: {whom}"


def _reported(case: Case) -> str:
    said = [
        "; ".join(
            [f"{KINDS[one['kind']]}: {about(one)}", *(f"{label}: {one[k]}" for k, label in SAID.items() if one[k])]
        )
        for one in case.reported_persons
    ]
    return "\n".join(said) or "Tidak ada yang dilaporkan."


def _witnesses(case: Case) -> str:
    said = [f"{one['name']}, {one['contact'] or '-'} ({willing_of(one['willing'])})" for one in case.witnesses]
    return "\n".join(said) or "Tidak ada saksi yang dicatat."


CHOSEN = {  # what the office may leave out of the summary
    "story": ("Uraian", _story),
    "applicant": ("Pemohon", _applicant),
    "reported": ("Terlapor", _reported),
    "witnesses": ("Saksi", _witnesses),
}
