"""The desk noted under which number the same complaint stands at LAPOR!/SP4N."""

from __future__ import annotations

from typing import Any

from services.review.actions.indexing import note_words
from services.review.queries.cases import known_case
from services.shared.unit_of_work import Work


def note_lapor(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """Beside the steps: shown, searched, and written in the register book at the end. Raises Missing."""
    case = known_case(work.session, case_no)
    case.lapor_no = body["lapor_no"]
    note_words(case)
    work.audit("note_lapor", case_no, f"Nomor LAPOR!: {case.lapor_no or 'dihapus'}")
