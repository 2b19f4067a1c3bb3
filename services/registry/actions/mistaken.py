"""A number that the desk opened by mistake: a row says why it has no case, and nobody is barred from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.registry.tables import MistakenOpening
from services.shared.unit_of_work import Work


def note_mistaken(work: Work, case_no: str, body: Mapping[str, Any]) -> None:
    """Keep the tombstone of step 1 undone; told twice, it is kept once."""
    if work.session.get(MistakenOpening, case_no) is None:
        work.session.add(MistakenOpening(case_no=case_no, **body))
        work.audit("opening_cancelled", case_no, f"Nomor tanpa pengaduan, salah buka: {body['reason']}")
